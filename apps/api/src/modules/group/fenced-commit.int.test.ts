import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { committedBy, createTopic, produceNumbers } from '../../testing/test-topics.ts';

const commitOffsets =
  'mutation ($input: CommitOffsetsInput!) { commitOffsets(input: $input) { offsets { nextOffset } } }';

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

async function join(input: { group: string } & { [name: string]: unknown }, at = api): Promise<TestMember> {
  const member = new TestMember(at.socketUrl, input);
  members.push(member);
  await member.until('Assignment');
  return member;
}

describe('a revocation', () => {
  test('leaves the owner until the deadline to commit; afterwards it is fenced, and others get what was not committed', async () => {
    await createTopic(api, 'deadline', 2);
    await produceNumbers(api, 'deadline', [0, 20], 2);
    const a = await join({ group: 'deadline', topics: ['deadline'], revocationTimeoutMs: 5_000 });
    await a.received(20);
    const b = await join({ group: 'deadline', topics: ['deadline'] }, other);
    const { partitions, deadline } = await a.until('Revocation');
    const [moving] = partitions;
    expect(partitions).toHaveLength(1);
    expect(Date.parse(deadline) - Date.now()).toBeLessThanOrEqual(5_100);
    const done = { topic: 'deadline', partition: moving?.partition as number, nextOffset: 4 };
    // It still owns it: 4 of 10 are done in time.
    expect((await a.commit([done])).errors).toBeUndefined();
    await b.owns(1);
    expect((await b.received(6)).map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
    const refused = await a.commit([{ ...done, nextOffset: 9 }]);
    expect(codeOf(refused)).toBe('FENCED_MEMBER');
    expect(refused.errors?.[0]?.message).toMatch(/partition/i);
    expect((await committedBy(api, 'deadline'))[done.partition]).toBe(4);
  });

  test('ends at once with a commit that says release', async () => {
    await createTopic(api, 'release', 2);
    await produceNumbers(api, 'release', [0, 20], 2);
    const a = await join({ group: 'release', topics: ['release'], revocationTimeoutMs: 600_000 });
    await a.received(20);
    const b = await join({ group: 'release', topics: ['release'] }, other);
    const { partitions } = await a.until('Revocation');
    const offsets = partitions.map((place) => ({ ...place, nextOffset: 7 }));
    expect((await a.commit(offsets, { release: true })).errors).toBeUndefined();
    await b.owns(1);
    expect((await b.received(3)).map(({ offset }) => offset)).toEqual([7, 8, 9]);
  });

  test('ends by itself once all is committed, also when that comes over HTTP at another node', async () => {
    await createTopic(api, 'remote', 2);
    await produceNumbers(api, 'remote', [0, 20], 2);
    const a = await join({ group: 'remote', topics: ['remote'], revocationTimeoutMs: 600_000 });
    await a.received(20);
    const b = await join({ group: 'remote', topics: ['remote'] });
    await a.until('Revocation');
    const input = {
      group: 'remote',
      memberId: a.memberId,
      generation: a.generation,
      offsets: [...a.nextOffsets.values()],
    };
    expect((await other.execute(commitOffsets, { input })).errors).toBeUndefined();
    await Promise.all([a.owns(1), b.owns(1)]);
  });
});

test('a commit at another node lets a member read on that had stopped at maxUncommitted', async () => {
  await createTopic(api, 'elsewhere');
  await produceNumbers(api, 'elsewhere', [0, 20]);
  const a = await join({ group: 'elsewhere', topics: ['elsewhere'], maxUncommitted: 10, maxRecords: 10 });
  await a.received(10);
  const input = {
    group: 'elsewhere',
    memberId: a.memberId,
    generation: a.generation,
    offsets: [{ topic: 'elsewhere', partition: 0, nextOffset: 10 }],
  };
  expect(await other.data(commitOffsets, { input })).toEqual({ commitOffsets: { offsets: [{ nextOffset: 10 }] } });
  await a.received(20);
});

test('a commit for an ownership that was lost and had again since is refused, by the generation the client knew', async () => {
  await createTopic(api, 'again', 2);
  await produceNumbers(api, 'again', [0, 4], 2);
  const a = await join({ group: 'again', topics: ['again'], revocationTimeoutMs: 500 });
  await a.received(4);
  const before = a.generation;
  const b = await join({ group: 'again', topics: ['again'] });
  const [moved] = (await a.until('Revocation')).partitions;
  await Promise.all([a.owns(1), b.owns(1)]);
  await b.close();
  await a.owns(2);
  const input = {
    group: 'again',
    memberId: a.memberId,
    generation: before,
    offsets: [{ ...moved, nextOffset: 2 }],
  };
  for (const at of [api, other]) {
    const refused = await at.execute(commitOffsets, { input });
    expect(codeOf(refused)).toBe('ILLEGAL_GENERATION');
    expect(refused.errors?.[0]?.extensions?.retriable).toBe(false);
  }
  expect(
    (await a.commit([{ ...(moved as { topic: string; partition: number }), nextOffset: 2 }])).errors,
  ).toBeUndefined();
});

test('all of a commit is refused when one of its partitions is somebody else’s', async () => {
  await createTopic(api, 'whole', 2);
  const a = await join({ group: 'whole', topics: ['whole'] });
  const b = await join({ group: 'whole', topics: ['whole'] });
  await Promise.all([a.owns(1), b.owns(1)]);
  await produceNumbers(api, 'whole', [0, 4], 2);
  const offsets = [0, 1].map((partition) => ({ topic: 'whole', partition, nextOffset: 1 }));
  expect(codeOf(await a.commit(offsets))).toBe('FENCED_MEMBER');
  expect(await committedBy(api, 'whole')).toEqual([null, null]);
});
