import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';

const query = `query ($name: String!, $segments: Int! = 50) { topic(name: $name) { sizeBytes statistics(segments: $segments) {
  sizeBytes keyIndexBytes recordCount batchCount meanBatchBytes meanBatchRecords oldestTimestamp newestTimestamp
  removedRecords removedBytes segmentCount batchSizes { minRecords maxRecords batches records }
  segments { id openedAt sealedAt sizeBytes keyIndexBytes recordCount batchCount maxTimestamp compacted removedRecords }
  rates { recordsIn bytesIn recordsOut bytesOut } } } }`;

type Statistics = {
  readonly [name: string]: unknown;
  readonly batchSizes: readonly { minRecords: number; batches: number; records: number }[];
  readonly segments: readonly { readonly [name: string]: unknown }[];
  readonly rates: { readonly [name: string]: number };
};

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterAll(() => api?.remove());

async function createTopic(name: string, config: object = {}, partitionCount = 1): Promise<void> {
  const input = { name, partitionCount, config };
  await api.data('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', { input });
}

async function produce(topic: string, count: number, more: object = {}): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: { i }, ...more }));
  await api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', {
    input: { topic, records },
  });
}

const statisticsOf = async (name: string): Promise<Statistics> =>
  (await api.data<{ topic: { statistics: Statistics } }>(query, { name })).topic.statistics;

test('statistics: a topic without records', async () => {
  await createTopic('empty');
  expect(await statisticsOf('empty')).toMatchObject({
    recordCount: 0,
    batchCount: 0,
    meanBatchBytes: null,
    oldestTimestamp: null,
    newestTimestamp: null,
    segmentCount: 1,
    segments: [{ sealedAt: null, recordCount: null, compacted: false }],
    rates: { recordsIn: 0, recordsOut: 0 },
  });
});

test('statistics: records, batches and times', async () => {
  await createTopic('filled', { retentionMs: -1 }, 2);
  await produce('filled', 150, { partition: 0, timestamp: '2026-01-01T00:00:00Z' });
  for (let i = 0; i < 3; i++) await produce('filled', 1, { partition: 1, timestamp: `2026-01-02T00:00:0${i}Z` });
  const statistics = await statisticsOf('filled');
  expect(statistics).toMatchObject({
    recordCount: 153,
    batchCount: 4,
    meanBatchRecords: 153 / 4,
    oldestTimestamp: '2026-01-01T00:00:00.000Z',
    newestTimestamp: '2026-01-02T00:00:02.000Z',
    removedRecords: 0,
    segmentCount: 1,
  });
  const filled = statistics.batchSizes.filter(({ batches }) => batches > 0);
  expect(filled).toEqual([
    { minRecords: 1, maxRecords: 1, batches: 3, records: 3 },
    { minRecords: 100, maxRecords: 999, batches: 1, records: 150 },
  ]);
  expect(statistics.meanBatchBytes).toBeGreaterThan(153);
  expect(statistics.rates.recordsIn).toBeGreaterThan(0);
  expect(statistics.rates.bytesIn).toBeGreaterThan(statistics.rates.recordsIn ?? 0);
});

test('statistics: what compaction saved, and the key index', async () => {
  await createTopic('compacted', { cleanupPolicy: 'COMPACT', keyIndex: 'SEALED' });
  for (let i = 0; i < 5; i++) await produce('compacted', 100);
  const database = await api.database.open();
  await database.pool.query(
    `select millrace.roll_segment(t.id, s.id, 'none') from millrace.topics t
     join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = 'compacted'`,
  );
  // Compaction looks every 15 s by itself: what it writes down is written here, and all of it, so that nobody measures it anew.
  await database.pool.query(
    `update millrace.segments set compacted = true, removed_records = 400, removed_bytes = 4000, record_count = 100, row_count = 1, max_timestamp = 5,
       byte_size = 1, clean = true
     where sealed_at is not null and topic_id = (select id from millrace.topics where name = 'compacted')`,
  );
  await produce('compacted', 7);
  expect(await statisticsOf('compacted')).toMatchObject({
    recordCount: 107,
    removedRecords: 400,
    removedBytes: 4000,
    segmentCount: 2,
    segments: [{ sealedAt: null }, { compacted: true, recordCount: 100, batchCount: 1, removedRecords: 400 }],
  });
  expect(await statisticsOf('compacted')).toMatchObject({ keyIndexBytes: 0 });
  // Its keeper makes the index when the table was frozen, which may take half a minute here.
  await database.pool.query(
    `do $$ begin execute (select format('create index %I on millrace_segments.s%s using gin (millrace.key_hashes(keys))',
       millrace.key_index_name(s.id), s.id) from millrace.segments s where s.compacted); end $$`,
  );
  await database.close();
  const { keyIndexBytes, segments } = await statisticsOf('compacted');
  expect(keyIndexBytes).toBeGreaterThan(0);
  expect(segments[1]?.keyIndexBytes).toBe(keyIndexBytes);
});

test('statistics: of more segments than there may be, none', async () => {
  expect(codeOf(await api.execute(query, { name: 'empty', segments: 0 }))).toBe('INVALID_INPUT');
  expect(codeOf(await api.execute(query, { name: 'empty', segments: 1001 }))).toBe('INVALID_INPUT');
});
