import type { Database } from '@millrace/database';
import type { ClientBase, Pool } from 'pg';
import type { OffsetCommitter } from '../commit/offset-committer.ts';
import { boundPartitions, resolvePosition } from '../position/resolve-position.ts';
import { inTransaction } from '../topic/in-transaction.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { topicNotFound } from '../topic/topic-state.ts';
import type { OffsetReset, ResetTarget } from './consumer-group.ts';
import { findGroup } from './find-group.ts';
import { groupNotEmpty, groupNotFound } from './group-errors.ts';
import { assertGroupName, isGroupName } from './group-name.ts';
import { lockGroup, notifyOfGroup } from './lock-group.ts';
import { type PlannedReset, planReset } from './reset-offsets.ts';
import { assertResetTarget } from './reset-target.ts';
import { type TopicPartitions, topicPartitions } from './topic-partitions.ts';

export interface ResetGroupInput {
  readonly group: string;
  readonly topic: string;
  readonly partitions?: readonly number[] | undefined;
  readonly to: ResetTarget;
  readonly dryRun?: boolean | undefined;
}

interface Reset {
  readonly database: Database;
  readonly topic: TopicPartitions;
  readonly to: ResetTarget;
  /** Of every partition, by id: where the wanted time leads. */
  readonly times: ReadonlyMap<number, number>;
}

/**
 * Resets what a group has committed, while nobody is in it (G23), or tells what that would do. INVALID_GROUP_ID, INVALID_INPUT,
 * TOPIC_NOT_FOUND, PARTITION_NOT_FOUND, GROUP_NOT_FOUND for the group of the target, GROUP_NOT_EMPTY, OFFSET_OUT_OF_RANGE.
 */
export async function resetGroup(
  parts: { readonly database: Database; readonly catalogue: TopicCatalogue; readonly committer: OffsetCommitter },
  input: ResetGroupInput,
): Promise<readonly OffsetReset[]> {
  const { database, catalogue, committer } = parts;
  const { group: name, to } = input;
  assertGroupName(name);
  assertResetTarget(to);
  const topic = await topicPartitions(catalogue, input.topic, input.partitions);
  // In front of the transaction: it may take a while in a large log, and nobody can join while the group is locked.
  const times = 'timestamp' in to ? await offsetsAtTime(database.pool, topic, to.timestamp) : new Map();
  const reset: Reset = { database, topic, to, times };
  if (input.dryRun) {
    const planned = await plan(database.pool, reset, await findGroup(database.pool, name));
    return planned.map((partition) => partition.reset);
  }
  return inTransaction(database, async (client) => {
    const group = await lockGroup(client, name, { make: true });
    if (!group) throw groupNotFound(name);
    if (group.members.length > 0) {
      const advice =
        'stop its consumers, or remove its members, and reset it then. Until then dryRun shows what it would do.';
      throw groupNotEmpty(name, group.members, advice);
    }
    const planned = await plan(client, reset, group.id);
    const offsets = planned.flatMap(({ partitionId, logEpoch, reset: { newOffset } }) =>
      newOffset === null ? [] : [{ partitionId, logEpoch, nextOffset: newOffset }],
    );
    if (offsets.length > 0) await committer.overwriteIn(client, group.id, offsets);
    await notifyOfGroup(client, name);
    return planned.map((partition) => partition.reset);
  });
}

async function plan(
  database: Pool | ClientBase,
  { topic: { topic, partitions }, to, times }: Reset,
  groupId: number | null,
): Promise<PlannedReset[]> {
  let otherGroupId: number | null = null;
  if ('group' in to) {
    otherGroupId = isGroupName(to.group) ? await findGroup(database, to.group) : null;
    if (otherGroupId === null) throw groupNotFound(to.group);
  }
  const planned = await planReset(database, {
    topic: topic.name,
    partitions: new Map(partitions.map(({ id, index }) => [id, { index, offsetAtTime: times.get(id) ?? null }])),
    groupId,
    otherGroupId,
    to,
  });
  // Deleted since its partitions were looked up.
  if (planned.length < partitions.length) throw topicNotFound(topic.name);
  return planned;
}

async function offsetsAtTime(
  pool: Pool,
  { topic, partitions }: TopicPartitions,
  timestamp: number,
): Promise<Map<number, number>> {
  const bounded = await boundPartitions(
    pool,
    partitions.map((partition) => ({ topic, partition })),
  );
  const starts = await resolvePosition(pool, bounded, { timestamp });
  return new Map(starts.map(({ partition, offset }) => [partition.id, offset]));
}
