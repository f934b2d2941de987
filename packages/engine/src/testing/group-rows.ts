import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { CommitRequest, PartitionCommit } from '../commit/offset-committer.ts';

/** A group with partitions of a topic, as rows only: ownership is what the test says it is. */
export interface GroupRows {
  readonly groupId: number;
  readonly topicId: number;
  readonly partitionIds: readonly number[];
  /** Gives partitions (by number, all by default) to a member, or with null to nobody. */
  own(memberId: string | null, generation: number, partitions?: readonly number[]): Promise<void>;
  /** A commit of `[partition, next offset]`s. */
  request(memberId: string, generation: number, offsets: readonly (readonly [number, number])[]): CommitRequest;
}

const insertSql = `
with made as (insert into millrace.consumer_groups (name) values ($1) returning id),
topic as (insert into millrace.topics (name) values ($1) returning id),
parts as (
  insert into millrace.partitions (topic_id, index) select topic.id, i from topic, generate_series(0, $2::integer - 1) as i returning id, index
),
held as (
  insert into millrace.group_partitions (group_id, partition_id, unit)
  select made.id, parts.id, $1 || '/' || parts.index from made, parts
)
select made.id as "groupId", topic.id as "topicId", array_agg(parts.id order by parts.index) as "partitionIds"
from made, topic, parts group by made.id, topic.id`;

export async function insertGroup(pool: Pool, partitionCount: number): Promise<GroupRows> {
  const name = randomUUID();
  const { rows } = await pool.query<Pick<GroupRows, 'groupId' | 'topicId' | 'partitionIds'>>(insertSql, [
    name,
    partitionCount,
  ]);
  const made = rows[0] as Pick<GroupRows, 'groupId' | 'topicId' | 'partitionIds'>;
  const idOf = (partition: number) => made.partitionIds[partition] as number;
  return {
    ...made,
    async own(memberId, generation, partitions) {
      await pool.query(
        `update millrace.group_partitions set owner = $2, owner_generation = $3 where group_id = $1 and partition_id = any ($4)`,
        [made.groupId, memberId, generation, partitions ? partitions.map(idOf) : made.partitionIds],
      );
    },
    request: (memberId, generation, offsets) => ({
      groupId: made.groupId,
      memberId,
      partitions: offsets.map(
        ([partition, nextOffset]): PartitionCommit => ({
          partitionId: idOf(partition),
          topic: name,
          partition,
          generation,
          nextOffset,
          logEpoch: 0,
          metadata: null,
        }),
      ),
    }),
  };
}
