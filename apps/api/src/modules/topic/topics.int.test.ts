import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const fields = `id name internal createdAt partitionCount recordCount sizeBytes partitions { partition logStartOffset endOffset recordCount }
  config { keyFormat valueFormat compressionType maxMessageBytes messageTimestampType messageTimestampBeforeMaxMs messageTimestampAfterMaxMs segmentBytes segmentMs retentionMs retentionBytes
    cleanupPolicy deleteRetentionMs minCompactionLagMs maxCompactionLagMs }`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterAll(() => api?.remove());

describe('a topic', () => {
  test('keeps the configuration for which a variable is not given', async () => {
    const input = { name: 'kept', config: { retentionMs: -1, cleanupPolicy: 'COMPACT' } };
    await api.data('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', { input });
    const updated = await api.data(
      `mutation ($retentionMs: Long, $segmentMs: Long, $cleanupPolicy: CleanupPolicy) {
        updateTopic(input: { name: "kept", config: { retentionMs: $retentionMs, segmentMs: $segmentMs, cleanupPolicy: $cleanupPolicy } }) {
          topic { config { retentionMs segmentMs cleanupPolicy } }
        }
      }`,
      { segmentMs: 60_000 },
    );
    const config = { retentionMs: -1, segmentMs: 60_000, cleanupPolicy: 'COMPACT' };
    expect(updated).toEqual({ updateTopic: { topic: { config } } });
  });

  test('is made, found, changed, emptied and deleted', async () => {
    const input = {
      name: 'life',
      partitionCount: 2,
      config: { valueFormat: 'STRING', segmentMs: 60_000, retentionMs: -1, messageTimestampAfterMaxMs: 1_000 },
    };
    const { createTopic } = await api.data<{ createTopic: { topic: { id: string } } }>(
      `mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { ${fields} } } }`,
      { input },
    );
    expect(createTopic.topic).toMatchObject({
      name: 'life',
      internal: false,
      createdAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
      partitionCount: 2,
      recordCount: 0,
      config: {
        keyFormat: 'STRING',
        valueFormat: 'STRING',
        segmentMs: 60_000,
        messageTimestampBeforeMaxMs: -1,
        messageTimestampAfterMaxMs: 1_000,
        segmentBytes: 1024 ** 3,
        retentionMs: -1,
        retentionBytes: -1,
        cleanupPolicy: 'DELETE',
        deleteRetentionMs: 86_400_000,
        minCompactionLagMs: 0,
        maxCompactionLagMs: -1,
      },
    });

    const { updateTopic } = await api.data<{ updateTopic: { topic: object } }>(
      `mutation { updateTopic(input: { name: "life", partitionCount: 3, config: { valueFormat: null } }) {
        topic { id partitionCount configEntries { name value default isSet unit min max choices description } }
      } }`,
    );
    expect(updateTopic.topic).toMatchObject({ id: createTopic.topic.id, partitionCount: 3 });
    expect(updateTopic.topic).toHaveProperty(
      'configEntries',
      expect.arrayContaining([
        expect.objectContaining({
          name: 'valueFormat',
          value: 'JSON',
          isSet: false,
          choices: ['STRING', 'JSON', 'BYTES'],
          unit: null,
        }),
        expect.objectContaining({
          name: 'segmentMs',
          value: 60_000,
          default: 604_800_000,
          isSet: true,
          unit: 'ms',
          choices: null,
        }),
      ]),
    );

    await api.data(`mutation { produce(input: { topic: "life", records: [
      { partition: 1, value: 1 }, { partition: 1, value: 2 }, { partition: 2, value: 3 }
    ] }) { batches { count } } }`);
    const counted = await api.data<{ topic: { recordCount: number; sizeBytes: number } }>(
      '{ topic(name: "life") { recordCount sizeBytes partitions { partition endOffset } } }',
    );
    expect(counted.topic).toMatchObject({
      recordCount: 3,
      partitions: [{ endOffset: 0 }, { endOffset: 2 }, { endOffset: 1 }],
    });
    expect(counted.topic.sizeBytes).toBeGreaterThan(0);

    const deleteRecords =
      'mutation ($input: DeleteRecordsInput!) { deleteRecords(input: $input) { partitions { partition logStartOffset recordCount } } }';
    expect(
      await api.data(deleteRecords, { input: { topic: 'life', partitions: [{ partition: 1, before: 1 }] } }),
    ).toEqual({
      deleteRecords: { partitions: [{ partition: 1, logStartOffset: 1, recordCount: 1 }] },
    });
    expect(await api.data(deleteRecords, { input: { topic: 'life' } })).toEqual({
      deleteRecords: {
        partitions: [
          { partition: 0, logStartOffset: 0, recordCount: 0 },
          { partition: 1, logStartOffset: 2, recordCount: 0 },
          { partition: 2, logStartOffset: 1, recordCount: 0 },
        ],
      },
    });

    expect(await api.data('mutation { deleteTopic(input: { name: "life" }) { id name } }')).toEqual({
      deleteTopic: { id: createTopic.topic.id, name: 'life' },
    });
    expect(await api.data('{ topic(name: "life") { id } }')).toEqual({ topic: null });
  });

  test('is found in pages, by a part of its name', async () => {
    for (const name of ['page-a', 'page-b', 'page-c', 'other']) {
      await api.data('mutation ($n: String!) { createTopic(input: { name: $n }) { topic { id } } }', { n: name });
    }
    const query = `query ($after: String) { topics(search: "PAGE", first: 2, after: $after) {
      totalCount nodes { name } pageInfo { hasNextPage endCursor }
    } }`;
    expect(await api.data(query)).toEqual({
      topics: {
        totalCount: 3,
        nodes: [{ name: 'page-a' }, { name: 'page-b' }],
        pageInfo: { hasNextPage: true, endCursor: 'page-b' },
      },
    });
    expect(await api.data(query, { after: 'page-b' })).toMatchObject({
      topics: { nodes: [{ name: 'page-c' }], pageInfo: { hasNextPage: false } },
    });
  });
});

test('offsets are found by time, in every partition', async () => {
  await api.data('mutation { createTopic(input: { name: "times", partitionCount: 3 }) { topic { id } } }');
  const records = [
    [0, 50],
    [0, 90],
    [0, 70],
    [0, 90],
    [1, 60],
  ].map(([partition, second]) => ({ partition, timestamp: new Date((second as number) * 1000).toISOString() }));
  await api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', {
    input: { topic: 'times', records },
  });
  const query = `{ topic(name: "times") { partitions {
    a: offsetAt(timestamp: "1970-01-01T00:00:51Z") b: offsetAt(timestamp: "1970-01-01T00:01:30.001Z")
    maxTimestamp { offset timestamp }
  } } }`;
  expect(await api.data(query)).toEqual({
    topic: {
      partitions: [
        { a: 1, b: null, maxTimestamp: { offset: 1, timestamp: '1970-01-01T00:01:30.000Z' } },
        { a: 0, b: null, maxTimestamp: { offset: 0, timestamp: '1970-01-01T00:01:00.000Z' } },
        { a: null, b: null, maxTimestamp: null },
      ],
    },
  });
});

test('nodes name this process', async () => {
  const { serverNodes } = await api.data<{ serverNodes: object[] }>(
    '{ serverNodes { id role hostname processId version address startedAt heartbeatAt alive } }',
  );
  expect(serverNodes).toEqual([
    expect.objectContaining({ role: 'api', processId: process.pid, address: api.url, alive: true }),
  ]);
});
