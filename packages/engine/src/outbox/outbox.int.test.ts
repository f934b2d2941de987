import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Record } from '../record/record.ts';
import { outboxClient, produce } from '../testing/outbox-client.ts';
import { record, take, textOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';
import { topicConfigDefinitions } from '../topic/topic-config.ts';

let log: TestEngine;
let client: pg.Client;
const clients: pg.Client[] = [];

async function connect(): Promise<pg.Client> {
  const opened = await outboxClient(log.test.url);
  clients.push(opened);
  return opened;
}

beforeEach(async () => {
  log = await createTestEngine();
  await log.engine.topics.create({ name: 'orders', partitionCount: 3 });
  client = await connect();
});

afterEach(async () => {
  for (const each of clients.splice(0)) await each.end();
  await log.remove();
});

const read = (count: number, topic = 'orders'): Promise<Record[]> =>
  take(log.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } }), count);

const values = async (count: number) => (await read(count)).map(({ value }) => textOf(value));

/** What is there once all that was committed before is relayed. */
async function relayed(): Promise<(string | null)[]> {
  await produce(client, 'orders', null, '"marker"');
  const { records } = await until('the marker', async () => {
    const page = await log.engine.page({ topic: 'orders', from: { edge: 'EARLIEST' }, limit: 1_000 });
    return page.records.some(({ value }) => textOf(value) === '"marker"') && page;
  });
  return records.map(({ value }) => textOf(value)).filter((value) => value !== '"marker"');
}

describe('L36: what a transaction produces is in the log once it has committed', () => {
  it('and not before', async () => {
    await client.query('begin');
    await produce(client, 'orders', 'a', '{"id": 1}');
    const other = await connect();
    await produce(other, 'orders', 'a', '{"id": 2}');
    expect(await values(1)).toEqual(['{"id": 2}']);
    await client.query('commit');
    expect(await values(2)).toEqual(['{"id": 2}', '{"id": 1}']);
  });

  it('and never when it rolled back, whole or to a savepoint', async () => {
    await client.query('begin');
    await produce(client, 'orders', 'a', '1');
    await client.query('rollback');
    await client.query('begin');
    await produce(client, 'orders', 'a', '2');
    await client.query('savepoint s');
    await produce(client, 'orders', 'a', '3');
    await client.query('rollback to savepoint s');
    await produce(client, 'orders', 'a', '4');
    await client.query('commit');
    expect((await relayed()).sort()).toEqual(['2', '4']);
  });

  it('as bytes: text as UTF-8, json as it was given, null apart from JSON null, headers in order and repeated', async () => {
    await produce(client, 'orders', 'ключ', '{"a" :1.0,  "a":2}', '{"z": "1", "a": "é", "z": null, "n": 1.50}');
    await produce(
      client,
      'orders',
      'ключ',
      'null',
      '[{"key": "b", "bytes": "00ff"}, {"key": "b", "value": ""}, {"key": "c"}]',
    );
    await produce(client, 'orders', 'ключ', null);
    await client.query('select millrace.produce_bytes($1, $2, $3)', [
      'orders',
      Buffer.from('ключ'),
      Buffer.from([0, 255]),
    ]);
    const records = await read(4);
    expect(records.map(({ key }) => textOf(key))).toEqual(['ключ', 'ключ', 'ключ', 'ключ']);
    expect(records.map(({ value }) => value && Buffer.from(value).toString('hex'))).toEqual([
      Buffer.from('{"a" :1.0,  "a":2}').toString('hex'),
      Buffer.from('null').toString('hex'),
      null,
      '00ff',
    ]);
    const headers = records.map((each) =>
      each.headers.map(({ key, value }) => [key, value && Buffer.from(value).toString('latin1')]),
    );
    expect(headers).toEqual([
      [
        ['z', '1'],
        ['a', Buffer.from('é').toString('latin1')],
        ['z', null],
        ['n', '1.50'],
      ],
      [
        ['b', '\u0000ÿ'],
        ['b', ''],
        ['c', null],
      ],
      [],
      [],
    ]);
  });

  it('as bytes where the database writes them as text in another way', async () => {
    await client.query(`alter database ${log.test.name} set bytea_output to 'escape'`);
    await log.close();
    const node = await log.node();
    await produce(client, 'orders', 'order-17', '{"a": 1}', '{"h": "x"}');
    const [relayed] = await take(node.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), 1);
    expect([textOf(relayed?.key ?? null), textOf(relayed?.value ?? null)]).toEqual(['order-17', '{"a": 1}']);
    expect(relayed?.headers).toEqual([{ key: 'h', value: Buffer.from('x') }]);
  });

  it('in the partition that an append of the same key goes to, with the time it was produced', async () => {
    const before = Date.now() - 60_000;
    for (let i = 0; i < 20; i++) {
      await produce(client, 'orders', `key ${i}`, '1');
      await log.engine.append({ topic: 'orders', records: [record(`key ${i}`, '2')] });
    }
    const partitions = new Map<string, Set<number>>();
    for (const { key, partition, timestamp } of await read(40)) {
      const name = textOf(key) as string;
      partitions.set(name, (partitions.get(name) ?? new Set()).add(partition));
      expect(timestamp).toBeGreaterThan(before);
    }
    expect([...partitions.values()].every((each) => each.size === 1)).toBe(true);
    expect(new Set([...partitions.values()].map((each) => [...each][0])).size).toBe(3);
  });

  it('many at once, in their order, more than a step of the relay takes', async () => {
    await client.query('begin');
    for (let i = 0; i < 3; i++) {
      await client.query(
        `select millrace.produce_all('orders', array_agg('k'::bytea order by n), array_agg(n::text::bytea order by n),
                                     array_agg(case when n % 2 = 0 then '{"even": true}'::json end order by n))
         from generate_series($1::integer, $2::integer) n`,
        [i * 8_000, i * 8_000 + 7_999],
      );
    }
    await client.query('commit');
    const records = await read(24_000);
    expect(records.every(({ value }, i) => textOf(value) === String(i))).toBe(true);
    expect(records.slice(0, 3).map(({ headers }) => headers.length)).toEqual([1, 0, 1]);
  });
});

describe('L38: what cannot be appended is refused in the transaction that produces it', () => {
  const refusal = (query: Promise<unknown>) =>
    query.then(
      () => undefined,
      (error: { code: string; message: string; hint?: string }) => ({
        code: error.code,
        message: error.message,
        hint: error.hint,
      }),
    );

  it('for a topic that does not exist', async () => {
    const { code, message, hint } = (await refusal(produce(client, 'nowhere', 'a', '1'))) as { [name: string]: string };
    expect(code).toBe('MR002');
    expect(message).toMatch(/^TOPIC_NOT_FOUND: there is no topic "nowhere"/);
    expect(hint).toMatch(/Create it first/);
  });

  it('for a record that is larger than the topic takes, by its own or the default limit', async () => {
    const { default: limit } = topicConfigDefinitions.maxMessageBytes;
    const of = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
    await produce(client, 'orders', 'key', of(limit - 3));
    expect(await refusal(produce(client, 'orders', 'key', of(limit - 2)))).toMatchObject({ code: 'MR021' });
    await log.engine.topics.update({ name: 'orders', config: { maxMessageBytes: 10 } });
    expect(await refusal(produce(client, 'orders', null, '1', '{"name": "value"}'))).toBeUndefined();
    const refused = await refusal(produce(client, 'orders', null, '12', '{"name": "value"}'));
    expect(refused?.message).toBe('RECORD_TOO_LARGE: the record holds 11 bytes, and "orders" takes 10.');
    // What was produced under the old limit is appended all the same.
    expect(await values(2)).toHaveLength(2);
  });

  it('for a record without a key where the topic is compacted', async () => {
    await log.engine.topics.update({ name: 'orders', config: { cleanupPolicy: 'COMPACT' } });
    const refused = expect.objectContaining({ code: 'MR022', message: expect.stringContaining('has no key') });
    expect(await refusal(produce(client, 'orders', null, '1'))).toEqual(refused);
    for (const keys of [null, [], [Buffer.from('a'), null]]) {
      const all = client.query('select millrace.produce_all($1, $2, $3)', [
        'orders',
        keys,
        [Buffer.from('1'), Buffer.from('2')],
      ]);
      expect(await refusal(all)).toEqual(refused);
    }
    expect(await refusal(produce(client, 'orders', 'key', '1'))).toBeUndefined();
    expect(await values(1)).toEqual(['1']);
  });

  it('for headers that cannot be stored', async () => {
    for (const headers of [
      '{"a\\u0000": "1"}',
      '{"a": "\\u0000"}',
      '"text"',
      '[1]',
      '[{"value": "1"}]',
      '[{"key": "a", "bytes": "xy"}]',
    ]) {
      expect(await refusal(produce(client, 'orders', 'a', '1', headers)), headers).toMatchObject({ code: 'MR022' });
    }
    expect(await relayed()).toEqual([]);
  });

  it('for whoever was not granted millrace_producer; who was can do nothing else', async () => {
    const role = `producer_${log.test.name}`;
    const { pool } = log.database;
    await pool.query(`create role ${role}`);
    try {
      await client.query(`set role ${role}`);
      expect(await refusal(produce(client, 'orders', 'a', '1'))).toMatchObject({ code: '42501' });
      await pool.query(`grant millrace_reader to ${role}`);
      expect(await refusal(produce(client, 'orders', 'a', '1'))).toMatchObject({ code: '42501' });
      await pool.query(`revoke millrace_reader from ${role}; grant millrace_producer to ${role}`);
      expect(await refusal(produce(client, 'orders', 'a', '1'))).toBeUndefined();
      for (const sql of [
        'select * from millrace.topics',
        'select * from millrace_segments.x1',
        'insert into millrace_segments.x1 (topic_id, byte_size) values (1, 0)',
        'select millrace.create_outbox_table()',
        'select millrace.drop_outbox_table(1)',
        'select millrace.open_newest_outbox_table()',
        "select * from millrace.records('orders')",
      ]) {
        expect(await refusal(client.query(sql)), sql).toMatchObject({ code: '42501' });
      }
      await client.query('reset role');
      expect(await values(1)).toEqual(['1']);
    } finally {
      await client.query('reset role');
      await pool.query(`drop owned by ${role}; drop role ${role}`);
    }
  });
});

describe('L38: a topic that is deleted between a commit and its relay', () => {
  it('takes nothing with it: its records are counted, all others are appended', async () => {
    let dead = 0;
    const observer = new Proxy({} as never, {
      get: (_, name) => (name === 'outboxDead' ? (records: number) => (dead += records) : () => {}),
    });
    await log.engine.close();
    await produce(client, 'orders', 'a', '"before"');
    // It has the lease, and looks until there is nothing, then no more.
    const idle = await log.node({ limits: { outboxPollIntervalMs: 1e8 } });
    await take(idle.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), 1);
    await idle.topics.create({ name: 'gone' });
    await client.query('begin');
    for (const topic of ['gone', 'orders', 'gone']) await produce(client, topic, 'a', `"${topic}"`);
    await idle.topics.delete('gone');
    // One of the same name is another topic.
    await idle.topics.create({ name: 'gone' });
    await client.query('commit');
    await idle.close();
    const relay = await log.node({ observer });
    expect(await take(relay.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), 2)).toHaveLength(2);
    expect(dead).toBe(2);
    expect((await relay.topics.bounds('gone'))[0]?.endOffset).toBe(0);
  });
});
