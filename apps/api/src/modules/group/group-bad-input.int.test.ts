import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { createTopic, produceNumbers } from '../../testing/test-topics.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
  await createTopic(api, 'bad', 2);
  await produceNumbers(api, 'bad', [0, 10], 2);
  member = await TestMember.join(api, { group: 'taken', topics: ['bad'], clientId: 'the only one' });
  await member.received(10);
});
afterAll(async () => {
  await member?.close();
  await api?.remove();
});

type Refusal = { readonly code: string; readonly says: RegExp };

describe('consume', () => {
  const name250 = 'x'.repeat(250);
  const name256 = 'x'.repeat(256);
  const cases: [string, object, Refusal][] = [
    ['neither topics nor a pattern', {}, { code: 'INVALID_INPUT', says: /either topics or topicPattern/ }],
    [
      'both',
      { topics: ['bad'], topicPattern: 'b.*' },
      { code: 'INVALID_INPUT', says: /either topics or topicPattern/ },
    ],
    ['no topic', { topics: [] }, { code: 'INVALID_INPUT', says: /1 to 100, not 0/ }],
    [
      'too many topics',
      { topics: Array.from({ length: 101 }, (_, i) => `t${i}`) },
      { code: 'INVALID_INPUT', says: /1 to 100, not 101/ },
    ],
    ['a topic that there is not', { topics: ['bad', 'none'] }, { code: 'TOPIC_NOT_FOUND', says: /"none"/ }],
    ['a pattern that is none', { topicPattern: 'b(' }, { code: 'INVALID_PATTERN', says: /./ }],
    ['a pattern beyond RE2', { topicPattern: '(?=b)ad' }, { code: 'INVALID_PATTERN', says: /./ }],
    ['a group without a name', { topics: ['bad'], group: '' }, { code: 'INVALID_GROUP_ID', says: /1 to 249/ }],
    ['a name with a blank', { topics: ['bad'], group: 'a b' }, { code: 'INVALID_GROUP_ID', says: /1 to 249/ }],
    ['a long name', { topics: ['bad'], group: name250 }, { code: 'INVALID_GROUP_ID', says: /1 to 249/ }],
    [
      'a long clientId',
      { topics: ['bad'], clientId: name256 },
      { code: 'INVALID_INPUT', says: /clientId has 1 to 255/ },
    ],
    ['an empty instanceId', { topics: ['bad'], instanceId: '' }, { code: 'INVALID_INPUT', says: /instanceId/ }],
    [
      'batches of none',
      { topics: ['bad'], maxRecords: 0 },
      { code: 'INVALID_INPUT', says: /maxRecords is 1 to 10000/ },
    ],
    ['10,001 records', { topics: ['bad'], maxRecords: 10_001 }, { code: 'INVALID_INPUT', says: /not 10001/ }],
    ['a wait without end', { topics: ['bad'], maxWaitMs: 60_001 }, { code: 'INVALID_INPUT', says: /maxWaitMs/ }],
    [
      'a wait as long as the time to process',
      { topics: ['bad'], maxWaitMs: 30_000, maxProcessingMs: 30_000 },
      { code: 'INVALID_INPUT', says: /maxWaitMs is less than maxProcessingMs/ },
    ],
    ['no window', { topics: ['bad'], maxUncommitted: 0 }, { code: 'INVALID_INPUT', says: /maxUncommitted/ }],
    ['no time to process', { topics: ['bad'], maxProcessingMs: 0 }, { code: 'INVALID_INPUT', says: /maxProcessingMs/ }],
    ['a negative time', { topics: ['bad'], revocationTimeoutMs: -1 }, { code: 'INVALID_INPUT', says: /revocation/ }],
    [
      'nowhere to start',
      { topics: ['bad'], resetPolicy: 'NONE', group: 'nowhere' },
      { code: 'NO_COMMITTED_OFFSET', says: /resetPolicy|reset/ },
    ],
  ];
  test.each(cases)('%s', async (_, input, { code, says }) => {
    const refused = new TestMember(api.socketUrl, { group: 'refused', ...input });
    const errors = await refused.ended();
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(errors?.[0]?.message).toMatch(says);
    await refused.close();
  });

  test('leaves no group behind that never had a member', async () => {
    const { consumerGroups } = await api.data<{ consumerGroups: { nodes: object[] } }>(
      '{ consumerGroups(search: "refused") { nodes { id } } }',
    );
    expect(consumerGroups.nodes).toEqual([]);
  });
});

describe('commitOffsets', () => {
  const at = (partition: number, nextOffset: number) => ({ topic: 'bad', partition, nextOffset });
  const cases: [string, object, Refusal][] = [
    ['no offsets', { offsets: [] }, { code: 'INVALID_INPUT', says: /at least one/ }],
    ['a partition twice', { offsets: [at(0, 1), at(0, 2)] }, { code: 'INVALID_INPUT', says: /twice/ }],
    ['a negative offset', { offsets: [at(0, -1)] }, { code: 'OFFSET_OUT_OF_RANGE', says: /-1/ }],
    ['an offset beyond the end', { offsets: [at(0, 6)] }, { code: 'OFFSET_OUT_OF_RANGE', says: /\b5\b/ }],
    ['a partition that there is not', { offsets: [at(2, 1)] }, { code: 'PARTITION_NOT_FOUND', says: /0 to 1/ }],
    [
      'a topic that there is not',
      { offsets: [{ topic: 'none', partition: 0, nextOffset: 0 }] },
      { code: 'TOPIC_NOT_FOUND', says: /"none"/ },
    ],
    [
      'metadata that is too long',
      { offsets: [{ ...at(0, 1), metadata: 'm'.repeat(4_097) }] },
      { code: 'LIMIT_EXCEEDED', says: /4,?096/ },
    ],
    [
      'an unknown member',
      { memberId: '6f1b0e4a-0000-4000-8000-000000000000' },
      { code: 'UNKNOWN_MEMBER', says: /again/ },
    ],
    ['a member that is no id', { memberId: 'me' }, { code: 'UNKNOWN_MEMBER', says: /again/ }],
    ['another group’s member', { group: 'nobody' }, { code: 'GROUP_NOT_FOUND', says: /nobody/ }],
    ['a generation before the first', { generation: -1 }, { code: 'INVALID_INPUT', says: /generation/i }],
    [
      'too many offsets',
      { offsets: Array.from({ length: 10_001 }, (_, i) => at(i, 0)) },
      { code: 'LIMIT_EXCEEDED', says: /10000|10,000/ },
    ],
  ];
  const mutation = 'mutation ($input: CommitOffsetsInput!) { commitOffsets(input: $input) { offsets { nextOffset } } }';
  test.each(cases)('%s', async (_, part, { code, says }) => {
    const { memberId, generation } = member;
    const input = { group: 'taken', memberId, generation, offsets: [at(0, 1)], ...part };
    for (const result of [await api.execute(mutation, { input }), await member.execute(mutation, { input })]) {
      expect(codeOf(result)).toBe(code);
      expect(result.errors?.[0]?.message).toMatch(says);
    }
  });
});

describe('resets and deletions', () => {
  const reset = (input: string) => `mutation { resetOffsets(input: { ${input} }) { partitions { newOffset } } }`;
  const cases: [string, string, Refusal][] = [
    [
      'a reset while there are members',
      reset('group: "taken", topic: "bad", to: { edge: EARLIEST }'),
      { code: 'GROUP_NOT_EMPTY', says: /end|stop|wait|remove/i },
    ],
    [
      'a reset of no topic',
      reset('group: "g", topic: "none", to: { edge: EARLIEST }'),
      { code: 'TOPIC_NOT_FOUND', says: /none/ },
    ],
    [
      'a reset of a partition that there is not',
      reset('group: "g", topic: "bad", partitions: [7], to: { edge: EARLIEST }'),
      { code: 'PARTITION_NOT_FOUND', says: /7/ },
    ],
    [
      'a reset to nowhere',
      reset('group: "g", topic: "bad", to: {}'),
      { code: 'GRAPHQL_VALIDATION_FAILED', says: /ResetTarget/ },
    ],
    [
      'a reset to a group that there is not',
      reset('group: "g", topic: "bad", to: { group: "none" }'),
      { code: 'GROUP_NOT_FOUND', says: /none/ },
    ],
    [
      'a reset of a bad name',
      reset('group: "a b", topic: "bad", to: { edge: EARLIEST }'),
      { code: 'INVALID_GROUP_ID', says: /1 to 249/ },
    ],
    [
      'the deletion of a group with members',
      'mutation { deleteConsumerGroup(input: { id: "taken" }) { id } }',
      { code: 'GROUP_NOT_EMPTY', says: /member/ },
    ],
    [
      'the deletion of no group',
      'mutation { deleteConsumerGroup(input: { id: "none" }) { id } }',
      { code: 'GROUP_NOT_FOUND', says: /none/ },
    ],
    [
      'the deletion of offsets that are in use',
      'mutation { deleteGroupOffsets(input: { group: "taken", topic: "bad" }) { group { id } } }',
      { code: 'GROUP_NOT_EMPTY', says: /member/ },
    ],
    [
      'the removal of nobody',
      'mutation { removeGroupMember(input: { group: "taken", memberId: "nobody" }) { group { id } } }',
      { code: 'UNKNOWN_MEMBER', says: /nobody/ },
    ],
    ['a page of none', '{ consumerGroups(first: 0) { totalCount } }', { code: 'INVALID_INPUT', says: /1 to 200/ }],
    [
      'a page of too many',
      '{ topic(name: "bad") { consumerGroups(first: 201) { id } } }',
      { code: 'INVALID_INPUT', says: /1 to 200/ },
    ],
  ];
  test.each(cases)('%s', async (_, query, { code, says }) => {
    const result = await api.execute(query);
    expect(codeOf(result)).toBe(code);
    expect(result.errors?.[0]?.message).toMatch(says);
  });
});
