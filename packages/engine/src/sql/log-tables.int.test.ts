import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordsArbitrary } from '../testing/arbitraries.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log?.remove());

const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await log.database.pool.query(text, values)).rows;

async function create(name: string, partitionCount = 1): Promise<void> {
  await log.engine.topics.create({ name, partitionCount });
}

describe('L18: the checksum of a batch row', () => {
  it("is zlib's crc32 over array_send() of its columns, and the engine refuses a row that has another", async () => {
    await create('sums');
    for (const records of fc.sample(recordsArbitrary, { numRuns: 30, seed: 5 })) {
      await log.engine.append({ topic: 'sums', records });
    }
    const [segment] = await rows(
      `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 'sums'`,
    );
    const table = `millrace_segments.s${segment?.id}`;
    const found = await rows(
      `select crc::bigint::text, byte_size,
              coalesce(array_send(timestamp_deltas), '') || coalesce(array_send(keys), '') || array_send("values")
              || coalesce(array_send(header_counts), '') || coalesce(array_send(header_names), '')
              || coalesce(array_send(header_values), '') as bytes
       from ${table}`,
    );
    expect(found.length).toBe(30);
    for (const { crc, bytes, byte_size } of found) {
      expect(Number(crc)).toBe(crc32(bytes as Buffer));
      expect(byte_size).toBe((bytes as Buffer).length);
    }
    await rows(`update ${table} set "values"[1] = '\\xdead' where base_offset = 0`);
    await expect(log.engine.fetch({ topic: 'sums', partition: 0, offset: 0 })).rejects.toMatchObject({
      code: 'CORRUPT_BATCH',
      message: expect.stringMatching(/offset 0 .*checksum/),
    });
  });

  it('L14: and a row that is missing is said to be, not stepped over', async () => {
    await create('holed');
    for (const value of 'abc') await log.engine.append({ topic: 'holed', records: [record(null, value)] });
    const [segment] = await rows(
      `select s.id from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 'holed'`,
    );
    await rows(`delete from millrace_segments.s${segment?.id} where base_offset = 1`);
    await expect(log.engine.fetch({ topic: 'holed', partition: 0, offset: 0 })).rejects.toMatchObject({
      code: 'CORRUPT_BATCH',
    });
    await expect(log.engine.fetch({ topic: 'holed', partition: 0, offset: 1 })).rejects.toMatchObject({
      code: 'CORRUPT_BATCH',
    });
  });
});

describe("L20: a topic's view", () => {
  const names = [
    'Orders.v1',
    'UPPER',
    'with-hyphen',
    'select',
    `${'very-long.'.repeat(24)}end`,
    `${'very-long.'.repeat(24)}fin`,
  ];

  it.each(names)('%s', async (name) => {
    await create(name);
    await log.engine.append({ topic: name, records: [record('k', `"${name}"`)] });
    const [view] = await rows(`select format('millrace_topics.%I', millrace.topic_view($1)) as name`, [name]);
    expect(await rows(`select key, value_json from ${view?.name}`)).toEqual([{ key: 'k', value_json: name }]);
  });

  it('has the name of the topic where Postgres can hold it', async () => {
    const [row] = await rows(`select millrace.topic_view($1) as short, millrace.topic_view($2) as long`, [
      'Orders.v1',
      'x'.repeat(64),
    ]);
    expect(row?.short).toBe('Orders.v1');
    expect(row?.long).toMatch(/^x{46}_[0-9a-f]{16}$/);
  });
});

describe('L20: the role millrace_reader', () => {
  it('reads everything and writes nothing', async () => {
    await create('granted');
    await log.engine.append({ topic: 'granted', records: [record('k', '1')] });
    const client = await log.database.connect();
    try {
      await client.query('set role millrace_reader');
      const values = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows.flat();
      expect(await values(`select value from millrace.records('granted')`)).toEqual(['1']);
      expect(await values('select value from millrace_topics.granted')).toEqual(['1']);
      expect(await values(`select count(*)::integer > 0 from millrace.topics`)).toEqual([true]);
      const segment = `millrace_segments.s${(await values('select max(id) from millrace.segments'))[0]}`;
      for (const forbidden of [
        `delete from ${segment}`,
        `update ${segment} set crc = 0`,
        `insert into ${segment} select * from ${segment}`,
        `drop table ${segment}`,
        `update millrace.partitions set log_start_offset = 9`,
        `delete from millrace.topics`,
        `select millrace.create_segment(1, 'none')`,
        `select millrace.roll_segment(id, (select id from millrace.segments limit 1), 'none') from millrace.topics`,
        `create table millrace.mine (id int)`,
        `create view millrace_topics.mine as select 1`,
      ]) {
        await expect(client.query(forbidden), forbidden).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await client.end();
    }
  });
});
