import type { Database } from '@millrace/database';
import type { ClientBase } from 'pg';
import type { OffsetCommitter } from '../commit/offset-committer.ts';
import { inTransaction } from '../topic/in-transaction.ts';
import { groupNotEmpty, groupNotFound } from './group-errors.ts';
import type { SubscribableTopic } from './group-state.ts';
import { lockGroup, notifyOfGroup } from './lock-group.ts';
import { subscribedTopics } from './subscription.ts';

export interface OffsetDeletion {
  readonly group: string;
  readonly topic: SubscribableTopic;
  /** Of the topic. */
  readonly partitionIds: readonly number[];
}

const committedSql = 'select partition_id from millrace.committed_offsets($1, $2)';

/** Forgets what a group has committed in a topic that none of its members reads. GROUP_NOT_FOUND, GROUP_NOT_EMPTY. */
export async function deleteOffsets(
  database: Database,
  committer: Pick<OffsetCommitter, 'overwriteIn'>,
  { group: name, topic, partitionIds }: OffsetDeletion,
): Promise<void> {
  await inTransaction(database, async (client) => {
    const group = await lockGroup(client, name);
    if (!group) throw groupNotFound(name);
    const ofTopic = new Set(topic.partitionIds);
    // Who does not subscribe to it any more may still be about to commit what it read.
    const readers = group.members.filter(
      (member) =>
        subscribedTopics(member.subscription, [topic]).length > 0 || member.partitionIds.some((id) => ofTopic.has(id)),
    );
    if (readers.length > 0) {
      const advice = `they read "${topic.name}". Stop them, or let them subscribe to other topics, and delete its offsets then.`;
      throw groupNotEmpty(name, readers, advice);
    }
    const committed = await committedIn(client, group.id, partitionIds);
    if (committed.length === 0) return;
    const deleted = committed.map((partitionId) => ({ partitionId, nextOffset: null, logEpoch: 0 }));
    await committer.overwriteIn(client, group.id, deleted);
    await notifyOfGroup(client, name);
  });
}

async function committedIn(client: ClientBase, groupId: number, partitionIds: readonly number[]): Promise<number[]> {
  const { rows } = await client.query<{ partition_id: number }>(committedSql, [groupId, partitionIds]);
  return rows.map((row) => row.partition_id);
}
