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
const valuesOf = async (call: string) => (await rows(`select value from ${call}`)).map(({ value }) => value);

async function create(name: string, partitionCount = 1): Promise<void> {
  await log.engine.topics.create({ name, partitionCount });
}

/** Two partitions of five records, in batches of two and three; values name partition and offset, times are 1000 + n. */
async function filled(name: string): Promise<void> {
  await create(name, 2);
  for (const [from, to] of [
    [0, 2],
    [2, 5],
  ] as const) {
    const records = [0, 1].flatMap((partition) =>
      Array.from({ length: to - from }, (_, i) =>
        record(null, `${partition}:${from + i}`, { partition, timestamp: 1_000 + from + i }),
      ),
    );
    await log.engine.append({ topic: name, records });
  }
}

describe('L20: millrace.records', () => {
  beforeAll(() => filled('numbers'));

  it.each([
    [`('numbers')`, '0:0 0:1 0:2 0:3 0:4 1:0 1:1 1:2 1:3 1:4'],
    [`('numbers', 1)`, '1:0 1:1 1:2 1:3 1:4'],
    [`('numbers', 2)`, ''],
    [`('numbers', 0, 3)`, '0:3 0:4'],
    [`('numbers', 0, 1, 3)`, '0:1 0:2'],
    [`('numbers', 0, 3, 3)`, ''],
    [`('numbers', to_offset => 1)`, '0:0 1:0'],
    [`('numbers', from_offset => 4)`, '0:4 1:4'],
    [`('numbers', from_time => to_timestamp(1.003))`, '0:3 0:4 1:3 1:4'],
    [`('numbers', to_time => to_timestamp(1.001))`, '0:0 1:0'],
    [`('numbers', 1, from_time => to_timestamp(1.001), to_time => to_timestamp(1.004))`, '1:1 1:2 1:3'],
    [`('numbers', 0, 2, 4, to_timestamp(1.003), to_timestamp(2))`, '0:3'],
    [`('numbers', 0, -5)`, '0:0 0:1 0:2 0:3 0:4'],
  ])('%s', async (call, expected) => {
    expect((await valuesOf(`millrace.records${call}`)).join(' ')).toBe(expected);
  });

  it('names its columns as people do', async () => {
    const [first] = await rows(`select * from millrace.records('numbers', 1, 3) limit 1`);
    expect(first).toEqual({
      partition: 1,
      offset: '3',
      timestamp: new Date(1_003),
      key: null,
      value: '1:3',
      key_json: null,
      value_json: null,
      key_bytes: null,
      value_bytes: Buffer.from('1:3'),
      headers: [],
    });
  });

  it('begins where the log does after records were deleted, across segments too', async () => {
    await filled('shortened');
    const [topic] = await rows(
      `select t.id, s.id as segment from millrace.topics t join millrace.segments s on s.topic_id = t.id where name = 'shortened'`,
    );
    await rows(`select millrace.roll_segment($1, $2, 'none')`, [topic?.id, topic?.segment]);
    await log.engine.append({ topic: 'shortened', records: [record(null, '0:5', { partition: 0 })] });
    await log.engine.topics.deleteRecords({
      topic: 'shortened',
      partitions: [{ partition: 0, before: 3 }, { partition: 1 }],
    });
    expect(await valuesOf(`millrace.records('shortened')`)).toEqual(['0:3', '0:4', '0:5']);
    expect(await valuesOf(`millrace.records('shortened', 0, 0, 5)`)).toEqual(['0:3', '0:4']);
  });

  it('says of an unknown topic what to do', async () => {
    await expect(rows(`select * from millrace.records('nowhere')`)).rejects.toMatchObject({
      code: 'MR002',
      message: 'There is no topic "nowhere".',
      hint: 'select name from millrace.topics lists them.',
    });
  });
});

describe('L20: the forms of keys and values', () => {
  const forms: [string, Buffer, string | null, unknown][] = [
    ['a JSON object', Buffer.from('{"a": [1, 2.50]}'), '{"a": [1, 2.50]}', { a: [1, 2.5] }],
    ['a JSON string', Buffer.from('"x"'), '"x"', 'x'],
    ['the JSON null', Buffer.from('null'), 'null', null],
    ['text', Buffer.from('Zürich €'), 'Zürich €', null],
    ['nothing', Buffer.alloc(0), '', null],
    ['half a JSON object', Buffer.from('{"a":'), '{"a":', null],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe]), null, null],
    ['text with U+0000', Buffer.from('a\u0000b'), null, null],
    ['JSON with an escaped U+0000', Buffer.from('"\\u0000"'), '"\\u0000"', null],
    ['a number no double holds', Buffer.from('12345678901234567890123'), '12345678901234567890123', expect.anything()],
  ];

  it.each(forms)('%s', async (name, bytes, text, json) => {
    const topic = `form-${name.replaceAll(/[^a-zA-Z]/g, '-')}`;
    await create(topic);
    await log.engine.append({ topic, records: [{ key: bytes, value: bytes }] });
    const [row] = await rows('select * from millrace.records($1)', [topic]);
    expect(row).toMatchObject({ key: text, value: text, key_bytes: bytes, value_bytes: bytes });
    expect([row?.key_json, row?.value_json]).toEqual([json, json]);
  });

  it('a tombstone is null in every form; the JSON null is not', async () => {
    await create('nulls');
    await log.engine.append({ topic: 'nulls', records: [record('k', null), record('k', 'null')] });
    const found = await rows(
      `select value_bytes is null as bytes, value is null as text, value_json is null as json from millrace.records('nulls')`,
    );
    expect(found).toEqual([
      { bytes: true, text: true, json: true },
      { bytes: false, text: false, json: false },
    ]);
  });

  it('headers, in their order, with hex for what is not text', async () => {
    await create('headed');
    const headers = [
      { key: 'a', value: Buffer.from('1') },
      { key: 'a', value: null },
      { key: 'b', value: Buffer.from([0xff]) },
    ];
    const records = [
      record(null, 'none'),
      record(null, 'three', { headers }),
      record(null, 'one', { headers: headers.slice(2) }),
    ];
    await log.engine.append({ topic: 'headed', records });
    expect((await rows(`select headers from millrace.records('headed')`)).map((row) => row.headers)).toEqual([
      [],
      [
        { key: 'a', value: '1' },
        { key: 'a', value: null },
        { bytes: 'ff', key: 'b' },
      ],
      [{ bytes: 'ff', key: 'b' }],
    ]);
  });

  it('every record is what the engine reads', async () => {
    await create('any');
    for (const records of fc.sample(recordsArbitrary, { numRuns: 40, seed: 11 })) {
      await log.engine.append({ topic: 'any', records });
    }
    const batch = await log.engine.fetch({ topic: 'any', partition: 0, offset: 0, maxRecords: 10_000 });
    const found = await rows(
      `select "offset"::integer, (extract(epoch from timestamp) * 1000)::bigint::text as ms, key_bytes, value_bytes,
              jsonb_array_length(headers) as headers
       from millrace.records('any') order by 1`,
    );
    expect(found).toEqual(
      Array.from(batch, ({ offset, timestamp, key, value, headers }) => ({
        offset,
        ms: String(timestamp),
        key_bytes: key,
        value_bytes: value,
        headers: headers.length,
      })),
    );
  });
});

describe('L20: reading a little of a large topic', () => {
  /** Shared buffers that a statement touches. */
  async function buffersOf(text: string): Promise<number> {
    const [row] = await rows(`explain (analyze, buffers, format json) ${text}`);
    const [{ Plan: plan }] = (row as Record<string, unknown>)['QUERY PLAN'] as [{ Plan: Record<string, number> }];
    return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
  }

  beforeAll(async () => {
    await create('large', 2);
    const records = Array.from({ length: 10_000 }, (_, i) =>
      record(`k${i % 1_000}`, `{"number": ${i}, "text": "${'x'.repeat(70)}"}`),
    );
    for (let i = 0; i < 20; i++) await log.engine.append({ topic: 'large', records });
  });

  it('touches little of it', async () => {
    const [size] = await rows(
      `select pg_table_size(to_regclass('millrace_segments.s' || s.id)) / 8192 as pages
       from millrace.segments s join millrace.topics t on t.id = s.topic_id where t.name = 'large'`,
    );
    const pages = Number(size?.pages);
    expect(pages).toBeGreaterThan(2_500);
    // Once, so that the plans of the functions' own statements are there.
    await buffersOf(`select * from millrace_topics.large limit 10`);
    for (const text of [
      `select * from millrace.records('large') limit 10`,
      `select value from millrace_topics.large limit 10`,
      `select * from millrace.records('large', 1, 50000) limit 10`,
      `select * from millrace.records('large', 0, 70000, 70010)`,
    ]) {
      const touched = await buffersOf(text);
      expect(touched, text).toBeLessThan(pages / 5);
    }
    expect(await buffersOf(`select * from millrace.records('large')`)).toBeGreaterThan(pages / 2);
  });

  it('counts all', async () => {
    expect(
      await rows(`select count(*)::integer, count(distinct key)::integer as keys from millrace.records('large')`),
    ).toEqual([{ count: 200_000, keys: 1_000 }]);
  });
});

describe('L20: parallel plans', () => {
  it('take the functions for people as they are', async () => {
    await create('parallel');
    await log.engine.append({ topic: 'parallel', records: [record('k', '{"a": 1}'), record('k', 'x')] });
    const client = await log.database.connect();
    const version = log.database.serverVersion;
    await client.query(`set ${version >= 160_000 ? 'debug_parallel_query' : 'force_parallel_mode'} = on`);
    const { rows: found } = await client.query(`select value_json from millrace.records('parallel')`);
    expect(found).toEqual([{ value_json: { a: 1 } }, { value_json: null }]);
    // Functions that catch errors must not be called in parallel workers before Postgres 17.
    await client.query(`create table bytes as select '\\xff'::bytea as value from generate_series(1, 10)`);
    const { rows: made } = await client.query(
      `select distinct millrace.jsonb_or_null(value) as json, millrace.text_or_null(value) as text,
              millrace.headers_of('{1}', '{a}', array[value], 1) as headers from bytes`,
    );
    expect(made).toEqual([{ json: null, text: null, headers: [{ key: 'a', bytes: 'ff' }] }]);
    await client.end();
  });
});
