import { signal, until } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { committedBy, createTopic, groupOf, produceNumbers } from '../../testing/test-topics.ts';

let api: TestApi;
const members: TestMember[] = [];
beforeAll(async () => {
  // One of its sockets is not read for as long as a busy machine takes for 50 MB.
  api = await startTestApi({ limits: { keepAliveMs: 60_000 } });
  await api.ready;
});
afterEach(async () => {
  for (const member of members.splice(0)) await member.close();
});
afterAll(() => api?.remove());

async function join(input: { group: string } & { [name: string]: unknown }, at = api): Promise<TestMember> {
  const member = new TestMember(at.socketUrl, input);
  members.push(member);
  await member.until('Assignment');
  return member;
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const valuesOf = (records: readonly { readonly value: unknown }[]) =>
  records.map(({ value }) => value as number).sort((a, b) => a - b);

describe('members of a group', () => {
  test('share the partitions, and take over from one whose socket ends, from what was committed', async () => {
    await createTopic(api, 'share', 4);
    await produceNumbers(api, 'share', [0, 40], 4);
    const a = await join({ group: 'share', topics: ['share'], clientId: 'a' });
    await a.owns(4);
    expect(valuesOf(await a.received(40))).toEqual(numbers(0, 40));
    expect((await a.commit()).errors).toBeUndefined();

    const b = await join({ group: 'share', topics: ['share'], clientId: 'b' });
    const revocation = await a.until('Revocation');
    expect(revocation.partitions).toHaveLength(2);
    expect(Date.parse(revocation.deadline) - Date.now()).toBeLessThan(11_000);
    await Promise.all([a.owns(2), b.owns(2)]);
    expect(a.generation).toBe(b.generation);
    expect(b.partitions.map(({ offset }) => offset)).toEqual([10, 10]);
    const { members: described } = (await groupOf(api, 'share')) ?? {};
    expect(described?.map(({ clientId, partitions }) => [clientId, partitions.length])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);

    await produceNumbers(api, 'share', [40, 80], 4);
    await Promise.all([a.received(60), b.received(20)]);
    expect(valuesOf([...a.records.slice(40), ...b.records])).toEqual(numbers(40, 80));
    expect((await a.commit()).errors).toBeUndefined();

    await b.close();
    await a.owns(4);
    await a.received(80);
    expect(valuesOf(a.records.slice(60))).toEqual(valuesOf(b.records));
    for (const partition of numbers(0, 4)) {
      const offsets = a.records.filter((record) => record.partition === partition).map(({ offset }) => offset);
      expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
    }
  });

  test('that subscribe by a pattern get topics made later', async () => {
    await createTopic(api, 'pattern.1');
    const a = await join({ group: 'pattern', topicPattern: 'pattern\\..*' });
    await a.owns(1);
    await createTopic(api, 'pattern.2', 2);
    await a.owns(3);
    await produceNumbers(api, 'pattern.2', [0, 4], 2);
    expect(valuesOf(await a.received(4))).toEqual([0, 1, 2, 3]);
  });

  test('go on with their other topics when one is deleted', async () => {
    await createTopic(api, 'stays');
    await createTopic(api, 'goes');
    await produceNumbers(api, 'goes', [0, 10]);
    const a = await join({ group: 'deletion', topics: ['stays', 'goes'] });
    await a.received(10);
    await api.data('mutation { deleteTopic(input: { name: "goes" }) { id } }');
    await a.owns(1);
    const gone = await a.commit([{ topic: 'goes', partition: 0, nextOffset: 10 }]);
    expect(codeOf(gone)).toBe('TOPIC_NOT_FOUND');
    await produceNumbers(api, 'stays', [10, 12]);
    expect((await a.received(12)).slice(10)).toMatchObject([{ value: 10 }, { value: 11 }]);
    expect((await groupOf(api, 'deletion'))?.partitions.map(({ topic }) => topic)).toEqual(['stays']);
  });

  test('stand by when there are more of them than partitions, and leave with `complete` at once', async () => {
    await createTopic(api, 'standby');
    const a = await join({ group: 'standby', topics: ['standby'] });
    await a.owns(1);
    const b = await join({ group: 'standby', topics: ['standby'] });
    expect(b.partitions).toEqual([]);
    a.leave();
    await b.owns(1);
    expect((await groupOf(api, 'standby'))?.memberCount).toBe(1);
    // The socket is still there, and may consume again.
    expect((await a.execute('{ consumerGroup(id: "standby") { memberCount } }')).data).toEqual({
      consumerGroup: { memberCount: 1 },
    });
  });

  test('with an instanceId: a second one takes over, and the first ends with FENCED_INSTANCE', async () => {
    await createTopic(api, 'static');
    const input = { group: 'static', topics: ['static'], instanceId: 'one' };
    const first = await join(input);
    await first.owns(1);
    const second = await join(input);
    expect(await first.ended()).toMatchObject([{ extensions: { code: 'FENCED_INSTANCE', retriable: false } }]);
    await second.owns(1);
  });

  test('that an operator removes join anew under another id, and the old id commits nothing', async () => {
    await createTopic(api, 'removed');
    await produceNumbers(api, 'removed', [0, 1]);
    const a = await join({ group: 'removed', topics: ['removed'] });
    await a.received(1);
    const { memberId, generation } = a;
    const removed = await api.data(
      `mutation ($input: RemoveGroupMemberInput!) { removeGroupMember(input: $input) { group { id } } }`,
      { input: { group: 'removed', memberId } },
    );
    expect(removed).toEqual({ removeGroupMember: { group: { id: 'removed' } } });
    await a.until('Assignment', (event) => event.memberId !== memberId && event.partitions.length === 1);
    const input = {
      group: 'removed',
      memberId,
      generation,
      offsets: [{ topic: 'removed', partition: 0, nextOffset: 1 }],
    };
    const refused = await api.execute(commitOverHttp, { input });
    expect(codeOf(refused)).toBe('UNKNOWN_MEMBER');
    expect(refused.errors?.[0]?.message).toMatch(/again/);
  });
});

const commitOverHttp =
  'mutation ($input: CommitOffsetsInput!) { commitOffsets(input: $input) { offsets { nextOffset } } }';

describe('MANUAL', () => {
  test('stops reading at maxUncommitted until a commit comes over the same socket', async () => {
    await createTopic(api, 'window');
    await produceNumbers(api, 'window', [0, 100]);
    const a = await join({ group: 'window', topics: ['window'], maxRecords: 5, maxUncommitted: 10 });
    let committed = 0;
    while (committed < 100) {
      await a.received(committed + 10);
      // Were there more on the way, they would come before the answer to what is asked behind them.
      await a.execute('{ consumerGroup(id: "window") { id } }');
      expect(a.records.length - committed).toBe(10);
      committed += 10;
      const { data } = await a.commit([{ topic: 'window', partition: 0, nextOffset: committed }]);
      expect(data).toEqual({ commitOffsets: { offsets: [{ topic: 'window', partition: 0, nextOffset: committed }] } });
    }
    expect(a.records.map(({ offset }) => offset)).toEqual(numbers(0, 100));
  });

  test('a commit says metadata and may go backwards; what is committed is where the next member starts', async () => {
    await createTopic(api, 'backwards');
    await produceNumbers(api, 'backwards', [0, 10]);
    const a = await join({ group: 'backwards', topics: ['backwards'] });
    await a.received(10);
    await a.commit();
    expect(await committedBy(api, 'backwards')).toEqual([10]);
    const offsets = [{ topic: 'backwards', partition: 0, nextOffset: 7, metadata: 'once more' }];
    expect((await a.commit(offsets)).errors).toBeUndefined();
    expect((await groupOf(api, 'backwards'))?.partitions).toMatchObject([
      { committedOffset: 7, metadata: 'once more', lag: 3 },
    ]);
    await a.close();
    const b = await join({ group: 'backwards', topics: ['backwards'] });
    expect(valuesOf(await b.received(3))).toEqual([7, 8, 9]);
  });

  test('a client that never commits loses everything after maxProcessingMs, by name', async () => {
    await createTopic(api, 'idle');
    await produceNumbers(api, 'idle', [0, 1]);
    const a = await join({ group: 'idle', topics: ['idle'], maxProcessingMs: 1_000 });
    await a.received(1);
    const ended = await a.ended();
    expect(ended).toMatchObject([{ extensions: { code: 'PROCESSING_TIMEOUT', retriable: true } }]);
    expect(ended?.[0]?.message).toMatch(/commit/i);
    await until('the member to be out', async () => (await groupOf(api, 'idle'))?.memberCount === 0);
  });
});

describe('ON_DELIVERY', () => {
  test.each([0, 1_000])('commits what the socket took, so that it comes once (maxWaitMs %i)', async (maxWaitMs) => {
    const topic = `delivery-${maxWaitMs}`;
    await createTopic(api, topic);
    await produceNumbers(api, topic, [0, 50]);
    const input = { group: topic, topics: [topic], commit: 'ON_DELIVERY', maxRecords: 20, maxWaitMs };
    const a = await join(input);
    await a.received(50);
    await until('the last batch to be committed', async () => (await committedBy(api, topic))[0] === 50);
    await a.close();
    const b = await join(input);
    await produceNumbers(api, topic, [50, 51]);
    expect(valuesOf(await b.received(1))).toEqual([50]);
  });
});

test('maxWaitMs fills batches, and holds back neither a revocation nor what came before it', async () => {
  await createTopic(api, 'fill-group', 2);
  const a = await join({ group: 'fill', topics: ['fill-group'], maxRecords: 20, maxWaitMs: 60_000 });
  await a.owns(2);
  await produceNumbers(api, 'fill-group', [0, 60], 2);
  // 30 of each partition: 20 go out, 10 wait.
  await a.received(40);
  expect(a.records).toHaveLength(40);
  await join({ group: 'fill', topics: ['fill-group'] });
  await a.until('Revocation');
  expect(a.records).toHaveLength(60);
});

test('with a full window a batch that is not full waits for nothing', async () => {
  await createTopic(api, 'full-window', 2);
  const input = { group: 'full-window', topics: ['full-window'], maxUncommitted: 10, maxWaitMs: 60_000 };
  const a = await join(input);
  await produceNumbers(api, 'full-window', [0, 20], 2);
  await a.received(10);
  await a.commit();
  expect(valuesOf(await a.received(20))).toEqual(numbers(0, 20));
});

test('a socket that is not read stops the reading for it, and for nobody else', async () => {
  await createTopic(api, 'slow-group', 2);
  const input = { group: 'slow', topics: ['slow-group'], maxUncommitted: 1_000_000 };
  const slow = await join(input);
  const quick = await join(input);
  await Promise.all([slow.owns(1), quick.owns(1)]);
  slow.socket?.pause();
  // 25 MB for each: more than kernels, outlet and reader hold between them.
  const value = 'x'.repeat(5_000);
  const records = Array.from({ length: 1_000 }, (_, i) => ({ value, partition: i % 2 }));
  const produce = 'mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }';
  for (let i = 0; i < 10; i++) await api.data(produce, { input: { topic: 'slow-group', records } });
  await quick.received(5_000);
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  const readAt = Number(/^millrace_records_out_total\{topic="slow-group"\} (\d+)$/m.exec(metrics)?.[1]);
  expect(readAt).toBeLessThan(9_000);
  slow.socket?.resume();
  await slow.received(5_000);
  expect(slow.records.map(({ offset }) => offset)).toEqual(numbers(0, 5_000));
});

test('a socket that dies without a close is out once the keep-alive notices', async () => {
  const mortal = await startTestApi({ limits: { keepAliveMs: 1_500 }, settings: { databaseUrl: api.database.url } });
  try {
    await mortal.ready;
    await createTopic(api, 'dead', 2);
    const dead = await join({ group: 'dead', topics: ['dead'] }, mortal);
    await dead.owns(2);
    const b = await join({ group: 'dead', topics: ['dead'] });
    await b.owns(1);
    // No close, no pong, nothing read.
    dead.socket?.pause();
    await b.owns(2);
    const metrics = await (await fetch(`${mortal.url}/metrics`)).text();
    expect(metrics).toContain('millrace_sockets_ended_total{outcome="KEEP_ALIVE_TIMEOUT"} 1');
    dead.socket?.terminate();
  } finally {
    await mortal.remove();
  }
});

test('a graceful stop tells clients with 1012 to come back, and leaves the group', async () => {
  const stopping = await startTestApi({ settings: { databaseUrl: api.database.url } });
  try {
    await stopping.ready;
    await createTopic(api, 'stop', 2);
    const a = await join({ group: 'stop', topics: ['stop'] }, stopping);
    await a.owns(2);
    const b = await join({ group: 'stop', topics: ['stop'] });
    await b.owns(1);
    const closed = signal<number>();
    a.socket?.once('close', (code) => closed.fire(code));
    await stopping.stop();
    expect(await closed.fired).toBe(1012);
    expect((await groupOf(api, 'stop'))?.members.map(({ id }) => id)).toEqual([b.memberId]);
    await b.owns(2);
  } finally {
    await stopping.remove();
  }
});
