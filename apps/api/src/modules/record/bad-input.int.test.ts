import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';

const produce = 'mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }';
const createTopic = 'mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
  await api.data(createTopic, { input: { name: 't', partitionCount: 2 } });
  await api.data(createTopic, { input: { name: 'b', config: { valueFormat: 'BYTES', maxMessageBytes: 1000 } } });
});
afterAll(() => api?.remove());

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const records = (...list: object[]) => ({ input: { topic: 't', records: list } });

describe('what cannot be produced is refused by name, and nothing is appended', () => {
  const cases: [string, object, object][] = [
    ['an unknown topic', { input: { topic: 'nope', records: [{}] } }, { code: 'TOPIC_NOT_FOUND' }],
    ['a topic whose name holds U+0000', { input: { topic: 't\u0000', records: [{}] } }, { code: 'TOPIC_NOT_FOUND' }],
    [
      'a partition out of range',
      records({ partition: 1 }, { partition: 2 }),
      { code: 'PARTITION_NOT_FOUND', details: { index: 1, topic: 't', partition: 2 } },
    ],
    ['a negative partition', records({ partition: -1 }), { code: 'PARTITION_NOT_FOUND' }],
    [
      'a record too large',
      { input: { topic: 'b', records: [{ valueBytes: Buffer.alloc(2000).toString('base64') }] } },
      { code: 'RECORD_TOO_LARGE' },
    ],
    [
      'key and keyBytes',
      records({ key: 'a' }, { key: 'a', keyBytes: 'YQ==' }),
      { code: 'INVALID_RECORD', details: { index: 1 } },
    ],
    [
      'several records of a call',
      records({ valueBytes: 'YQ' }, { value: 1 }, { key: 'a', keyBytes: 'YQ==' }, { value: 2 ** 53 }),
      {
        code: 'INVALID_RECORD',
        details: {
          index: 0,
          records: [
            { index: 0, code: 'INVALID_RECORD' },
            { index: 2, code: 'INVALID_RECORD' },
            { index: 3, code: 'INVALID_RECORD' },
          ],
        },
      },
    ],
    [
      'several records, for different reasons',
      records({ value: 1 }, { partition: 7 }, { headers: [{ key: '\u0000' }] }, { partition: 9 }),
      {
        code: 'PARTITION_NOT_FOUND',
        details: { index: 1, records: [{ index: 1 }, { index: 2, code: 'INVALID_RECORD' }, { index: 3 }] },
      },
    ],
    [
      'value and valueBytes',
      records({ value: 1, valueBytes: 'YQ==' }),
      { code: 'INVALID_RECORD', details: { index: 0 } },
    ],
    [
      'base64 with a stray character',
      records({ valueBytes: 'YQ=*' }),
      { code: 'INVALID_RECORD', details: { index: 0 } },
    ],
    ['base64 without padding', records({ keyBytes: 'YQ' }), { code: 'INVALID_RECORD', details: { index: 0 } }],
    ['base64 of the URL alphabet', records({ keyBytes: '-_8=' }), { code: 'INVALID_RECORD' }],
    [
      'a value that is no base64 where the topic wants BYTES',
      { input: { topic: 'b', records: [{ value: { a: 1 } }] } },
      { code: 'INVALID_RECORD' },
    ],
    [
      'a number that was rounded',
      records({ value: { id: 2 ** 53 } }),
      { code: 'INVALID_RECORD', details: { index: 0 } },
    ],
    [
      'a value nested deeper than anybody reads',
      records({ value: nested(1_000) }, { value: nested(1_001) }, { value: nested(4_000) }),
      {
        code: 'INVALID_RECORD',
        details: { index: 1, reason: expect.stringContaining('1000 levels'), records: [{ index: 1 }, { index: 2 }] },
      },
    ],
    ['a key nested so deep', records({}, { key: nested(1_001) }), { code: 'INVALID_RECORD', details: { index: 1 } }],
    ['a rounded key', records({ key: 1e20 }), { code: 'INVALID_RECORD' }],
    ['half a surrogate pair', records({ key: '\ud800' }), { code: 'INVALID_RECORD' }],
    [
      'a header with two values',
      records({ headers: [{ key: 'h', value: 'a', valueBytes: 'YQ==' }] }),
      { code: 'INVALID_RECORD' },
    ],
    ['U+0000 in a header key', records({ headers: [{ key: 'a\u0000b' }] }), { code: 'INVALID_RECORD' }],
    [
      'a time that is none',
      records({ timestamp: 'yesterday' }),
      { code: 'INVALID_INPUT', details: { path: 'input.records[0].timestamp' } },
    ],
    ['the 31st of February', records({ timestamp: '2026-02-31T00:00:00Z' }), { code: 'INVALID_INPUT' }],
    ['a time without a zone', records({ timestamp: '2026-01-31T12:00:00' }), { code: 'INVALID_INPUT' }],
    ['a time as a number', records({ timestamp: 1700000000000 }), { code: 'INVALID_INPUT' }],
    [
      'a field that there is not',
      records({ kex: 'a' }),
      { code: 'INVALID_INPUT', details: { path: 'input.records[0]' } },
    ],
    ['a record that is a list', records([] as object), { code: 'INVALID_INPUT' }],
    ['no records', records(), { code: 'INVALID_INPUT' }],
    [
      '10,001 records',
      { input: { topic: 't', records: new Array(10_001).fill({ value: 1 }) } },
      { code: 'TOO_MANY_RECORDS' },
    ],
    [
      'a million things that are no records',
      { input: { topic: 't', records: new Array(1_000_000).fill(1) } },
      { code: 'INVALID_INPUT' },
    ],
  ];

  test.each(cases)('%s', async (_, variables, extensions) => {
    const { errors } = await api.execute(produce, variables as never);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ retriable: false, ...extensions });
    expect(errors?.[0]?.message).toMatch(/\w+ .*[.]$/);
    const { topic } = await api.data<{ topic: { recordCount: number } }>('{ topic(name: "t") { recordCount } }');
    expect(topic.recordCount).toBe(0);
  });
});

describe('topics and reading', () => {
  const cases: [string, string, string][] = [
    [
      'an illegal topic name',
      'mutation { createTopic(input: { name: "a b" }) { topic { id } } }',
      'INVALID_TOPIC_NAME',
    ],
    ['a topic that exists', 'mutation { createTopic(input: { name: "t" }) { topic { id } } }', 'TOPIC_ALREADY_EXISTS'],
    [
      'no partitions',
      'mutation { createTopic(input: { name: "x", partitionCount: 0 }) { topic { id } } }',
      'INVALID_PARTITIONS',
    ],
    [
      'a configuration out of bounds',
      'mutation { createTopic(input: { name: "x", config: { segmentMs: 1 } }) { topic { id } } }',
      'INVALID_CONFIG',
    ],
    [
      'fewer partitions',
      'mutation { updateTopic(input: { name: "t", partitionCount: 1 }) { topic { id } } }',
      'INVALID_PARTITIONS',
    ],
    ['deleting what is not there', 'mutation { deleteTopic(input: { name: "nope" }) { id } }', 'TOPIC_NOT_FOUND'],
    [
      'deleting records beyond the end',
      'mutation { deleteRecords(input: { topic: "t", partitions: [{ partition: 0, before: 9 }] }) { partitions { endOffset } } }',
      'OFFSET_OUT_OF_RANGE',
    ],
    ['records of no topic', '{ records(topic: "nope") { atEnd } }', 'TOPIC_NOT_FOUND'],
    ['records of U+0000', '{ records(topic: "t\\u0000") { atEnd } }', 'TOPIC_NOT_FOUND'],
    ['topics named U+0000', '{ topics(search: "\\u0000") { totalCount } }', 'INVALID_INPUT'],
    ['topics behind U+0000', '{ topics(after: "t\\u0000") { totalCount } }', 'INVALID_INPUT'],
    [
      'changing U+0000',
      'mutation { updateTopic(input: { name: "\\u0000", partitionCount: 2 }) { topic { id } } }',
      'TOPIC_NOT_FOUND',
    ],
    ['deleting U+0000', 'mutation { deleteTopic(input: { name: "\\u0000" }) { id } }', 'TOPIC_NOT_FOUND'],
    ['records of no partition', '{ records(topic: "t", partitions: [7]) { atEnd } }', 'PARTITION_NOT_FOUND'],
    ['records of an empty list of partitions', '{ records(topic: "t", partitions: []) { atEnd } }', 'INVALID_INPUT'],
    [
      'a position with two offsets of a partition',
      '{ records(topic: "t", from: { offsets: [{ topic: "t", partition: 0, offset: 0 }, { topic: "t", partition: 0, offset: 0 }] }) { atEnd } }',
      'INVALID_POSITION',
    ],
    [
      'deleting records of a partition twice',
      'mutation { deleteRecords(input: { topic: "t", partitions: [{ partition: 0, before: 0 }, { partition: 0 }] }) { partitions { endOffset } } }',
      'INVALID_INPUT',
    ],
    [
      'deleting records of an empty list of partitions',
      'mutation { deleteRecords(input: { topic: "t", partitions: [] }) { partitions { endOffset } } }',
      'INVALID_INPUT',
    ],
    ['a page of none', '{ records(topic: "t", limit: 0) { atEnd } }', 'INVALID_INPUT'],
    ['a page too large', '{ records(topic: "t", limit: 10001) { atEnd } }', 'INVALID_INPUT'],
    ['an offset of two partitions', '{ records(topic: "t", from: { offset: 0 }) { atEnd } }', 'INVALID_POSITION'],
    [
      'an offset out of range',
      '{ records(topic: "t", partitions: [0], from: { offset: 5 }) { atEnd } }',
      'OFFSET_OUT_OF_RANGE',
    ],
    ['a cursor that is none', '{ records(topic: "t", from: { cursor: "x" }) { atEnd } }', 'INVALID_POSITION'],
    ['two positions', '{ records(topic: "t", from: { last: 1, offset: 0 }) { atEnd } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['topics without end', '{ topics(first: 100000) { totalCount } }', 'INVALID_INPUT'],
    ['a tail over HTTP', 'subscription { tail(topics: ["t"]) { partition } }', 'INVALID_INPUT'],
  ];
  test.each(cases)('%s', async (_, query, code) => {
    const result = await api.execute(query);
    expect(codeOf(result)).toBe(code);
    expect(result.errors?.[0]?.extensions).toHaveProperty('retriable', false);
  });

  test('a topic whose name holds U+0000 is none, and no other look-up fails with it', async () => {
    const query = '{ a: topic(name: "t\\u0000") { id } b: topic(name: "nope") { id } c: topic(name: "t") { name } }';
    expect(await api.data(query)).toEqual({ a: null, b: null, c: { name: 't' } });
  });

  test('a cursor beside partitions that it is not of', async () => {
    const query =
      'query ($partitions: [Int!], $from: Position) { records(topic: "t", partitions: $partitions, from: $from) { cursor } }';
    const { records: page } = await api.data<{ records: { cursor: string } }>(query, { partitions: [1] });
    const from = { cursor: page.cursor };
    const refused = await api.execute(query, { partitions: [0], from });
    expect(codeOf(refused)).toBe('INVALID_POSITION');
    expect(refused.errors?.[0]?.message).toContain('leave partitions out');
    for (const partitions of [[1], null]) {
      expect(codeOf(await api.execute(query, { partitions, from }))).toBeUndefined();
    }
  });

  test('two positions in a variable', async () => {
    const query = 'query ($from: Position) { records(topic: "t", from: $from) { atEnd } }';
    expect(codeOf(await api.execute(query, { from: { last: 1, offset: 0 } }))).toBe('INVALID_INPUT');
    expect(codeOf(await api.execute(query, { from: {} }))).toBe('INVALID_INPUT');
    expect(codeOf(await api.execute(query, { from: { edge: 'EARLIEST' } }))).toBeUndefined();
  });
});
