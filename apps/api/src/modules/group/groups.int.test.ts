import { until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RawSocket } from '../../testing/raw-socket.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { committedBy, createTopic, groupOf, produceNumbers } from '../../testing/test-topics.ts';

let api: TestApi;
const members: TestMember[] = [];
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
});
afterEach(async () => {
  for (const member of members.splice(0)) await member.close();
});
afterAll(() => api?.remove());

async function join(input: { group: string } & { [name: string]: unknown }): Promise<TestMember> {
  const member = new TestMember(api.socketUrl, input);
  members.push(member);
  await member.until('Assignment');
  return member;
}

/** A group that has committed so far in each partition of its topic, and has no member. */
async function emptyGroup(group: string, topic: string, offsets: readonly number[]): Promise<void> {
  const member = await join({ group, topics: [topic] });
  await member.owns(offsets.length);
  const { errors } = await member.commit(offsets.map((nextOffset, partition) => ({ topic, partition, nextOffset })));
  expect(errors).toBeUndefined();
  await member.close();
  await until('the group to be empty', async () => (await groupOf(api, group))?.memberCount === 0);
}

const reset = `mutation ($input: ResetOffsetsInput!) { resetOffsets(input: $input) {
  partitions { topic partition committedOffset newOffset logStartOffset endOffset } } }`;

describe('groups', () => {
  test('are described with members, partitions, and how far they are behind', async () => {
    await createTopic(api, 'described', 2);
    await produceNumbers(api, 'described', [0, 10], 2);
    const a = await join({ group: 'described', topics: ['described'], clientId: 'biller', instanceId: 'biller-1' });
    await a.received(10);
    await a.commit([{ topic: 'described', partition: 0, nextOffset: 3 }]);
    const { consumerGroup, serverNodes } = await api.data<{
      consumerGroup: object;
      serverNodes: { id: string; hostname: string }[];
    }>(
      `{ serverNodes { id hostname } consumerGroup(id: "described") {
        id state generation createdAt memberCount topics lag lagMs
        members { id clientId instanceId nodeId host topics topicPattern joinedAt away partitions { topic partition } }
        partitions { topic partition memberId revocationDeadline committedOffset metadata committedAt logStartOffset endOffset lag lagMs }
      } }`,
    );
    const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    const node = serverNodes[0];
    const place = (partition: number) => ({ topic: 'described', partition });
    const owned = { memberId: a.memberId, revocationDeadline: null, metadata: null, logStartOffset: 0, endOffset: 5 };
    expect(consumerGroup).toEqual({
      id: 'described',
      state: 'STABLE',
      generation: a.generation,
      createdAt: time,
      memberCount: 1,
      topics: ['described'],
      lag: 7,
      lagMs: expect.any(Number),
      members: [
        {
          id: a.memberId,
          clientId: 'biller',
          instanceId: 'biller-1',
          nodeId: node?.id,
          host: node?.hostname,
          topics: ['described'],
          topicPattern: null,
          joinedAt: time,
          away: false,
          partitions: [place(0), place(1)],
        },
      ],
      partitions: [
        { ...place(0), ...owned, committedOffset: 3, committedAt: time, lag: 2, lagMs: expect.any(Number) },
        { ...place(1), ...owned, committedOffset: null, committedAt: null, lag: 5, lagMs: expect.any(Number) },
      ],
    });
    expect((consumerGroup as { lagMs: number }).lagMs).toBeGreaterThan(0);
  });

  test('are found in pages, by a part of their name, and by topic', async () => {
    await createTopic(api, 'listed');
    for (const group of ['list-a', 'list-b', 'list-c']) await emptyGroup(group, 'listed', [0]);
    const query = `query ($after: String, $topic: String) { consumerGroups(search: "LIST-", topic: $topic, first: 2, after: $after) {
      totalCount nodes { id state memberCount topics lag lagMs members { id } partitions { partition } }
      pageInfo { hasNextPage endCursor }
    } }`;
    const node = (id: string) => ({
      id,
      state: 'EMPTY',
      memberCount: 0,
      topics: ['listed'],
      lag: 0,
      lagMs: 0,
      members: [],
      partitions: [{ partition: 0 }],
    });
    expect(await api.data(query)).toEqual({
      consumerGroups: {
        totalCount: 3,
        nodes: [node('list-a'), node('list-b')],
        pageInfo: { hasNextPage: true, endCursor: 'list-b' },
      },
    });
    expect(await api.data(query, { after: 'list-b', topic: 'listed' })).toMatchObject({
      consumerGroups: { nodes: [{ id: 'list-c' }], pageInfo: { hasNextPage: false } },
    });
    expect(await api.data(query, { topic: 'described' })).toMatchObject({ consumerGroups: { totalCount: 0 } });
    expect(await api.data('{ topic(name: "listed") { consumerGroups(first: 2) { id lag } } }')).toEqual({
      topic: {
        consumerGroups: [
          { id: 'list-a', lag: 0 },
          { id: 'list-b', lag: 0 },
        ],
      },
    });
  });

  test('are null when there is none of that name', async () => {
    expect(await api.data('{ consumerGroup(id: "none") { id } }')).toEqual({ consumerGroup: null });
  });
});

describe('resetOffsets', () => {
  test('tells with dryRun what it would do, also while there are members, and does it when there are none', async () => {
    await createTopic(api, 'reset', 2);
    await produceNumbers(api, 'reset', [0, 20], 2);
    await emptyGroup('reset', 'reset', [4, 6]);
    const member = await join({ group: 'reset', topics: ['reset'] });
    const input = { group: 'reset', topic: 'reset', partitions: [1], to: { edge: 'LATEST' } };
    const told = { topic: 'reset', partition: 1, committedOffset: 6, newOffset: 10, logStartOffset: 0, endOffset: 10 };
    expect(await api.data(reset, { input: { ...input, dryRun: true } })).toEqual({
      resetOffsets: { partitions: [told] },
    });
    expect(await committedBy(api, 'reset')).toEqual([4, 6]);
    await member.close();
    await until('the group to be empty', async () => (await groupOf(api, 'reset'))?.memberCount === 0);
    expect(await api.data(reset, { input })).toEqual({ resetOffsets: { partitions: [told] } });
    expect(await committedBy(api, 'reset')).toEqual([4, 10]);
  });

  const targets: [string, object, (number | null)[]][] = [
    ['the start', { edge: 'EARLIEST' }, [0, 0]],
    ['the end', { edge: 'LATEST' }, [10, 10]],
    ['an offset, bounded by the log', { offset: 8 }, [8, 8]],
    ['records back, bounded by the log', { shiftBy: -5 }, [0, 1]],
    ['records forward', { shiftBy: 2 }, [6, 8]],
    ['a time behind all', { timestamp: '2999-01-01T00:00:00Z' }, [10, 10]],
    ['a time before all', { timestamp: '2000-01-01T00:00:00Z' }, [0, 0]],
    ['another group’s', { group: 'targets-other' }, [7, 9]],
  ];
  test.each(targets)('to %s', async (_, to, expected) => {
    if (!(await api.execute('{ topic(name: "targets") { id } }')).data?.topic) {
      await createTopic(api, 'targets', 2);
      await produceNumbers(api, 'targets', [0, 20], 2);
      await emptyGroup('targets', 'targets', [4, 6]);
      await emptyGroup('targets-other', 'targets', [7, 9]);
    }
    const { resetOffsets } = await api.data<{ resetOffsets: { partitions: { newOffset: number | null }[] } }>(reset, {
      input: { group: 'targets', topic: 'targets', to, dryRun: true },
    });
    expect(resetOffsets.partitions.map(({ newOffset }) => newOffset)).toEqual(expected);
  });

  test('makes the group if there is none, so that its first member starts there', async () => {
    await createTopic(api, 'prepared');
    await produceNumbers(api, 'prepared', [0, 10]);
    await api.data(reset, { input: { group: 'prepared', topic: 'prepared', to: { offset: 8 } } });
    const member = await join({ group: 'prepared', topics: ['prepared'] });
    expect((await member.received(2)).map(({ offset }) => offset)).toEqual([8, 9]);
  });
});

test('a group that is deleted has committed nothing, nor has one whose offsets are', async () => {
  await createTopic(api, 'deleted', 2);
  await produceNumbers(api, 'deleted', [0, 4], 2);
  await emptyGroup('deleted', 'deleted', [1, 2]);
  const deleteOffsets = `mutation { deleteGroupOffsets(input: { group: "deleted", topic: "deleted", partitions: [1] }) {
    group { id partitions { partition committedOffset } } } }`;
  expect(await api.data(deleteOffsets)).toEqual({
    deleteGroupOffsets: { group: { id: 'deleted', partitions: [{ partition: 0, committedOffset: 1 }] } },
  });
  expect(await api.data('mutation { deleteConsumerGroup(input: { id: "deleted" }) { id } }')).toEqual({
    deleteConsumerGroup: { id: 'deleted' },
  });
  expect(await groupOf(api, 'deleted')).toBeUndefined();
  const member = await join({ group: 'deleted', topics: ['deleted'] });
  expect(await member.received(4)).toHaveLength(4);
});

describe('consumerGroupChanged', () => {
  const changed = `subscription ($id: ID!) { consumerGroupChanged(id: $id) {
    state memberCount lag members { clientId host } partitions { committedOffset endOffset } } }`;
  type Group = { memberCount: number; lag: number; state: string; partitions: object[]; members: object[] };
  const groupIn = ({ payload }: { payload?: unknown }) =>
    (payload as { data: { consumerGroupChanged: Group } }).data.consumerGroupChanged;

  test('shows the group at once, then members, commits and ends as they change, and its end', async () => {
    await createTopic(api, 'watched');
    await emptyGroup('watched', 'watched', [0]);
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('w', changed, { id: 'watched' });
    const until = async (fits: (group: Group) => boolean) => {
      for (;;) {
        const group = groupIn(await socket.next('next'));
        if (fits(group)) return group;
      }
    };
    expect(groupIn(await socket.next('next'))).toEqual({
      state: 'EMPTY',
      memberCount: 0,
      lag: 0,
      members: [],
      partitions: [{ committedOffset: 0, endOffset: 0 }],
    });
    const member = await join({ group: 'watched', topics: ['watched'], clientId: 'seen' });
    const joined = await until(({ memberCount, state }) => memberCount === 1 && state === 'STABLE');
    expect(joined.members).toEqual([{ clientId: 'seen', host: expect.any(String) }]);
    await produceNumbers(api, 'watched', [0, 3]);
    await until(({ lag }) => lag === 3);
    await member.received(3);
    await member.commit();
    await until(({ lag }) => lag === 0);
    await member.close();
    await until(({ memberCount }) => memberCount === 0);
    await api.data('mutation { deleteConsumerGroup(input: { id: "watched" }) { id } }');
    expect(await socket.next('error')).toMatchObject({ payload: [{ extensions: { code: 'GROUP_NOT_FOUND' } }] });
    socket.socket.close();
  });

  test('ends at once for a group that there is not', async () => {
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('w', changed, { id: 'nobody' });
    expect(await socket.next('error')).toMatchObject({
      payload: [{ message: expect.stringContaining('"nobody"'), extensions: { code: 'GROUP_NOT_FOUND' } }],
    });
    socket.socket.close();
  });
});
