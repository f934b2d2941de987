import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TestGroups, unattended } from '../testing/test-groups.ts';
import { until, within } from '../testing/wait.ts';
import type { OffsetReset, ResetTarget } from './consumer-group.ts';

let log: TestEngine;
let groups: TestGroups;
let topic: string;
let made = 0;

beforeAll(async () => {
  log = await createTestEngine({ limits: unattended });
  groups = new TestGroups(log.database.pool);
});

afterAll(() => log.remove());

/** Partition 0: 20 records of times 1,000 to 1,019, of which 5 are deleted. Partition 1: empty. Partition 2: 10 of 2,000 to 2,009. */
beforeEach(async () => {
  made += 1;
  topic = `t${made}`;
  await log.engine.topics.create({ name: topic, partitionCount: 3 });
  const append = (partition: number, count: number, from: number) =>
    log.engine.append({
      topic,
      records: Array.from({ length: count }, (_, i) => record(null, 'v', { partition, timestamp: from + i })),
    });
  await append(0, 20, 1_000);
  await append(2, 10, 2_000);
  await log.engine.topics.deleteRecords({ topic, partitions: [{ partition: 0, before: 5 }] });
});

afterEach(() => log.database.pool.query('truncate millrace.consumer_groups cascade'));

const reset = (to: ResetTarget, more: { partitions?: number[]; dryRun?: boolean; group?: string } = {}) =>
  log.engine.groups.resetOffsets({ group: 'g', topic, to, ...more });
const newOffsets = (resets: readonly OffsetReset[]) => resets.map(({ newOffset }) => newOffset);
const committed = () => groups.committed('g', topic);

describe('resetting offsets', () => {
  it('makes the group if there is none, and tells what it did', async () => {
    expect(await reset({ edge: 'EARLIEST' })).toEqual([
      { topic, partition: 0, committedOffset: null, newOffset: 5, logStartOffset: 5, endOffset: 20 },
      { topic, partition: 1, committedOffset: null, newOffset: 0, logStartOffset: 0, endOffset: 0 },
      { topic, partition: 2, committedOffset: null, newOffset: 0, logStartOffset: 0, endOffset: 10 },
    ]);
    expect(await committed()).toEqual([5, 0, 0]);
    expect(await reset({ edge: 'LATEST' })).toMatchObject([
      { committedOffset: 5, newOffset: 20 },
      { committedOffset: 0, newOffset: 0 },
      { committedOffset: 0, newOffset: 10 },
    ]);
    expect(await committed()).toEqual([20, 0, 10]);
    expect(await log.engine.groups.describe('g')).toMatchObject({
      state: 'EMPTY',
      generation: 0,
      lag: 0,
      topics: [topic],
    });
  });

  it('concerns the partitions that are named, and no others', async () => {
    await groups.commit('g', topic, 0, 9);
    expect(await reset({ edge: 'LATEST' }, { partitions: [2, 1, 2] })).toMatchObject([
      { partition: 1, newOffset: 0 },
      { partition: 2, newOffset: 10 },
    ]);
    expect(await committed()).toEqual([9, 0, 10]);
  });

  it('to an offset, which is in the log of every partition that is named', async () => {
    expect(newOffsets(await reset({ offset: 10 }, { partitions: [0, 2] }))).toEqual([10, 10]);
    await expect(reset({ offset: 4 }, { partitions: [0] })).rejects.toEqual(
      refusal('OFFSET_OUT_OF_RANGE', /partition 0 of .* 5 up to 20/),
    );
    // All or nothing: it would do for the first.
    await expect(reset({ offset: 15 }, { partitions: [0, 2] })).rejects.toEqual(
      refusal('OFFSET_OUT_OF_RANGE', /partition 2/),
    );
    expect(await committed()).toEqual([10, null, 10]);
    await expect(reset({ offset: 99 }, { group: 'new' })).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE'));
    expect(await log.engine.groups.describe('new')).toBeNull();
  });

  it('to a time: the first record of it or later, else the end', async () => {
    expect(newOffsets(await reset({ timestamp: 1_007 }))).toEqual([7, 0, 0]);
    expect(newOffsets(await reset({ timestamp: 2_004 }))).toEqual([20, 0, 4]);
    expect(newOffsets(await reset({ timestamp: 0 }))).toEqual([5, 0, 0]);
    expect(newOffsets(await reset({ timestamp: 9_999 }))).toEqual([20, 0, 10]);
    expect(await committed()).toEqual([20, 0, 10]);
  });

  it('by a number of records, within the log; what has no commit stays without', async () => {
    await groups.commit('g', topic, 0, 12);
    await groups.commit('g', topic, 2, 8);
    expect(newOffsets(await reset({ shiftBy: -4 }))).toEqual([8, null, 4]);
    expect(newOffsets(await reset({ shiftBy: -4 }))).toEqual([5, null, 0]);
    expect(newOffsets(await reset({ shiftBy: 1_000 }))).toEqual([20, null, 10]);
    expect(await committed()).toEqual([20, null, 10]);
  });

  it('to where another group is, within the log; what that has not committed stays', async () => {
    await groups.commit('g', topic, 1, 0);
    await groups.commit('other', topic, 0, 2);
    await groups.commit('other', topic, 2, 6);
    expect(newOffsets(await reset({ group: 'other' }))).toEqual([5, null, 6]);
    expect(await committed()).toEqual([5, 0, 6]);
    await expect(reset({ group: 'none' })).rejects.toEqual(refusal('GROUP_NOT_FOUND', /"none"/));
    await expect(reset({ group: 'no\u0000ne' })).rejects.toEqual(refusal('GROUP_NOT_FOUND'));
  });

  it('is tried without being done, also for a group that has members and for one that is not there', async () => {
    await groups.commit('g', topic, 0, 12);
    await groups.join('g', [topic]);
    expect(newOffsets(await reset({ edge: 'LATEST' }, { dryRun: true }))).toEqual([20, 0, 10]);
    expect(await committed()).toEqual([12, null, null]);
    expect(await reset({ shiftBy: 1 }, { dryRun: true, group: 'new' })).toMatchObject([
      { committedOffset: null, newOffset: null },
      {},
      {},
    ]);
    expect(await log.engine.groups.describe('new')).toBeNull();
    await expect(reset({ offset: 99 }, { dryRun: true })).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE'));
  });

  it('is refused for what there is not', async () => {
    const nowhere = log.engine.groups.resetOffsets({ group: 'g', topic: 'none', to: { edge: 'LATEST' } });
    await expect(nowhere).rejects.toEqual(refusal('TOPIC_NOT_FOUND', /"none"/));
    await expect(reset({ edge: 'LATEST' }, { partitions: [0, 3] })).rejects.toEqual(
      refusal('PARTITION_NOT_FOUND', /0 to 2/),
    );
    await expect(reset({ edge: 'LATEST' }, { partitions: [] })).rejects.toEqual(refusal('INVALID_INPUT', /partition/));
    await expect(reset({ edge: 'LATEST' }, { group: 'a b' })).rejects.toEqual(refusal('INVALID_GROUP_ID', /"a b"/));
    await expect(reset({ edge: 'NOWHERE' } as never)).rejects.toEqual(refusal('INVALID_INPUT', /exactly one of/));
    expect(await log.engine.groups.describe('g')).toBeNull();
  });

  it('sees partitions that another node has added a moment ago', async () => {
    await reset({ edge: 'EARLIEST' });
    await log.engine.topics.update({ name: topic, partitionCount: 4 });
    expect(await reset({ edge: 'EARLIEST' })).toHaveLength(4);
  });

  it('is told to all nodes', async () => {
    const changes = log.engine.groups.changes();
    const next = changes.next();
    await reset({ edge: 'LATEST' });
    expect(await within(next, 'the change')).toEqual({ done: false, value: 'g' });
    await changes.return?.();
  });
});

describe('G23: resets need an empty group', () => {
  it('so that nobody works from what is taken away, who is away included', async () => {
    await groups.commit('g', topic, 0, 12);
    const member = await groups.join('g', [topic], { clientId: 'worker' });
    await groups.join('g', [topic], { instanceId: 'i', awaySince: Date.now() });
    await expect(reset({ edge: 'LATEST' })).rejects.toEqual(
      refusal(
        'GROUP_NOT_EMPTY',
        new RegExp(`"g" has 2 members, .*worker \\(${member}\\).*: stop its consumers.* dryRun`),
      ),
    );
    expect(await committed()).toEqual([12, null, null]);
  });

  it('also one that a member joins at this moment', async () => {
    const joining = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
    await groups.make('g');
    await joining.query('begin');
    await joining.query(`select from millrace.consumer_groups where name = 'g' for update`);
    const resetting = reset({ edge: 'LATEST' });
    resetting.catch(() => undefined);
    await until('the reset to wait for the group', async () => {
      const { rows } = await log.database.pool.query<{ waiting: boolean }>(
        `select exists (select from pg_stat_activity
           where wait_event_type = 'Lock' and query like '%consumer_groups%for update%' and datname = current_database()) as waiting`,
      );
      return rows[0]?.waiting;
    });
    await joining.query(
      `insert into millrace.group_members (id, group_id, node_id, client_id, subscription, session_timeout_ms, revocation_timeout_ms)
       select gen_random_uuid(), id, gen_random_uuid(), 'late', '{"topics": []}', 10000, 10000 from millrace.consumer_groups where name = 'g'`,
    );
    await joining.query('commit');
    await joining.end();
    await expect(resetting).rejects.toEqual(refusal('GROUP_NOT_EMPTY', /1 member, late/));
    expect(await committed()).toEqual([null, null, null]);
  });
});
