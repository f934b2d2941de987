import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { committedBy, createTopic, produceNumbers } from '../../testing/test-topics.ts';

const transact = `mutation ($input: TransactInput!) { transact(input: $input) {
  appends { topic batches { partition baseOffset count } records { partition offset timestamp } }
  offsets { topic partition nextOffset }
} }`;
const initProducer = 'mutation ($id: String) { initProducer(input: { transactionalId: $id }) { producerId epoch } }';
const valuesOf = 'query ($topic: String!) { records(topic: $topic, from: { edge: EARLIEST }) { records { value } } }';

let api: TestApi;
/** Another process over the same database. */
let other: TestApi;
const members: TestMember[] = [];
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
  other = await startTestApi({ settings: { databaseUrl: api.database.url } });
  await other.ready;
});
afterEach(async () => {
  for (const member of members.splice(0)) await member.close();
});
afterAll(async () => {
  await other?.remove();
  await api?.remove();
});

async function values(topic: string): Promise<unknown[]> {
  const { records } = await api.data<{ records: { records: { value: unknown }[] } }>(valuesOf, { topic });
  return records.records.map(({ value }) => value);
}

async function join(input: { group: string } & { [name: string]: unknown }): Promise<TestMember> {
  const member = new TestMember(api.socketUrl, input);
  members.push(member);
  await member.until('Assignment');
  return member;
}

describe('transact', () => {
  test('appends to many topics and says where, as produce does', async () => {
    for (const name of ['one', 'two']) await createTopic(api, name, 2);
    const appends = [
      {
        topic: 'one',
        records: [
          { value: 1, partition: 1 },
          { value: 2, partition: 0 },
        ],
      },
      { topic: 'two', records: [{ value: 3, partition: 0 }] },
      { topic: 'one', records: [{ value: 4, partition: 1, timestamp: '2026-01-01T00:00:00.000Z' }] },
    ];
    const done = await api.data(transact, { input: { appends } });
    expect(done.transact).toMatchObject({
      appends: [
        {
          topic: 'one',
          batches: [
            { partition: 0, baseOffset: 0, count: 1 },
            { partition: 1, baseOffset: 0, count: 1 },
          ],
          records: [
            { partition: 1, offset: 0 },
            { partition: 0, offset: 0 },
          ],
        },
        { topic: 'two', batches: [{ partition: 0, baseOffset: 0, count: 1 }] },
        { topic: 'one', records: [{ partition: 1, offset: 1, timestamp: '2026-01-01T00:00:00.000Z' }] },
      ],
      offsets: [],
    });
    expect(await values('two')).toEqual([3]);
  });

  test('commits what a member has processed, at any node, with what was made of it; or nothing of both', async () => {
    await createTopic(api, 'in', 1);
    await createTopic(api, 'out', 1);
    await produceNumbers(api, 'in', [0, 4], 1);
    const member = await join({ group: 'workers', topics: ['in'], maxUncommitted: 2 });
    await member.received(2);
    const { memberId, generation } = member;
    const work = (nextOffset: number, value: number, more = {}) => ({
      input: {
        appends: [{ topic: 'out', records: [{ value }] }],
        offsets: {
          group: 'workers',
          memberId,
          generation,
          offsets: [{ topic: 'in', partition: 0, nextOffset }],
          ...more,
        },
      },
    });
    expect((await other.data(transact, work(2, 1))).transact).toMatchObject({
      offsets: [{ topic: 'in', partition: 0, nextOffset: 2 }],
    });
    // The member hears of it, and gets more.
    await member.received(4);
    for (const [input, code] of [
      [work(4, 2, { generation: generation - 1 }), 'ILLEGAL_GENERATION'],
      [work(4, 2, { memberId: '00000000-0000-0000-0000-000000000000' }), 'UNKNOWN_MEMBER'],
      [work(4, 2, { memberId: 'nobody' }), 'UNKNOWN_MEMBER'],
      [work(4, 2, { group: 'no-such-group' }), 'GROUP_NOT_FOUND'],
      [work(5, 2), 'OFFSET_OUT_OF_RANGE'],
      [work(-1, 2), 'OFFSET_OUT_OF_RANGE'],
      [work(4, 2, { offsets: [] }), 'INVALID_INPUT'],
    ] as const) {
      expect(codeOf(await api.execute(transact, input)), JSON.stringify(input)).toBe(code);
    }
    expect([await values('out'), await committedBy(api, 'workers')]).toEqual([[1], [2]]);
    expect((await api.data(transact, work(4, 2))).transact).toBeTruthy();
    expect([await values('out'), await committedBy(api, 'workers')]).toEqual([[1, 2], [4]]);
  });

  test('is counted by its outcome', async () => {
    await createTopic(api, 'counted', 1);
    await api.data(transact, { input: { appends: [{ topic: 'counted', records: [{ value: 1 }] }] } });
    await api.execute(transact, { input: { appends: [{ topic: 'uncounted', records: [{ value: 1 }] }] } });
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toMatch(/^millrace_transactions_total\{outcome="COMMITTED"\} [1-9]/m);
    expect(metrics).toMatch(/^millrace_transactions_total\{outcome="TOPIC_NOT_FOUND"\} [1-9]/m);
    expect(metrics).toMatch(/^millrace_transaction_duration_seconds_count [1-9]/m);
    expect(metrics).toMatch(/^millrace_records_in_total\{topic="counted"\} 1/m);
  });

  test('L35: is fenced by the producer’s epoch', async () => {
    await createTopic(api, 'fenced', 1);
    const init = async (at: TestApi) =>
      (await at.data<{ initProducer: object }>(initProducer, { id: 'billing' })).initProducer;
    const call = (producer: object) => ({
      input: { appends: [{ topic: 'fenced', records: [{ value: 1 }] }], producer },
    });
    const first = await init(api);
    expect((await api.execute(transact, call(first))).errors).toBeUndefined();
    const second = await init(other);
    const refused = await api.execute(transact, call(first));
    expect([codeOf(refused), refused.errors?.[0]?.extensions?.retriable]).toEqual(['PRODUCER_FENCED', false]);
    expect((await api.execute(transact, call(second))).errors).toBeUndefined();
    expect(codeOf(await api.execute(transact, call({ producerId: 99_999, epoch: 0 })))).toBe('UNKNOWN_PRODUCER_ID');
    expect(codeOf(await api.execute(transact, call({ producerId: -1, epoch: 0 })))).toBe('INVALID_INPUT');
    expect(await values('fenced')).toEqual([1, 1]);
  });

  test('L35: sent again with the same key is refused, at any node, and changes nothing', async () => {
    await createTopic(api, 'keyed', 1);
    const call = (idempotencyKey: string | null) => ({
      input: { appends: [{ topic: 'keyed', records: [{ value: 1 }] }], idempotencyKey },
    });
    expect((await api.execute(transact, call('order 1'))).errors).toBeUndefined();
    for (const at of [api, other])
      expect(codeOf(await at.execute(transact, call('order 1')))).toBe('DUPLICATE_TRANSACTION');
    expect((await api.execute(transact, call(null))).errors).toBeUndefined();
    expect(codeOf(await api.execute(transact, call('')))).toBe('INVALID_INPUT');
    expect(await values('keyed')).toEqual([1, 1]);
  });
});

describe('what cannot be done is refused by name, with the append that it is about, and nothing is appended', () => {
  beforeAll(async () => {
    await createTopic(api, 'bad', 1);
  });
  const good = { topic: 'bad', records: [{ value: 1 }] };
  const cases: [string, object, object][] = [
    ['nothing to do', {}, { code: 'INVALID_INPUT' }],
    ['no records', { appends: [good, { topic: 'bad', records: [] }] }, { code: 'INVALID_INPUT' }],
    [
      'an unknown topic',
      { appends: [good, { topic: 'nope', records: [{}] }] },
      { code: 'TOPIC_NOT_FOUND', details: { append: 1 } },
    ],
    [
      'a partition that is not there',
      { appends: [good, { topic: 'bad', records: [{ partition: 1 }] }] },
      { code: 'PARTITION_NOT_FOUND', details: { append: 1 } },
    ],
    [
      'a record that cannot be stored',
      { appends: [good, { topic: 'bad', records: [{}, { keyBytes: 'YQ' }] }] },
      { code: 'INVALID_RECORD', details: { append: 1, index: 1 } },
    ],
    [
      'a record too large',
      { appends: [{ topic: 'bad', records: [{ value: 'x'.repeat(1_100_000) }] }] },
      { code: 'RECORD_TOO_LARGE', details: { append: 0, index: 0 } },
    ],
    [
      'too many records',
      { appends: [good, { topic: 'bad', records: Array.from({ length: 10_000 }, () => ({})) }] },
      { code: 'TOO_MANY_RECORDS', details: { maxRecordsPerCall: 10_000 } },
    ],
    ['appends that are null', { appends: null }, { code: 'INVALID_INPUT' }],
    ['a field that is not there', { appends: [{ ...good, partition: 1 }] }, { code: 'INVALID_INPUT' }],
  ];
  test.each(cases)('%s', async (_, input, expected) => {
    const before = (await values('bad')).length;
    const { errors } = await api.execute(transact, { input });
    expect(errors?.[0]?.extensions).toMatchObject(expected);
    expect((await values('bad')).length).toBe(before);
  });
});
