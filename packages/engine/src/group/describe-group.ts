import type { Pool } from 'pg';
import { retryDropped } from '../fetch/retry-dropped.ts';
import type { ConsumerGroup, ConsumerGroupState, GroupMemberInfo, GroupPartitionInfo } from './consumer-group.ts';
import type { Subscription } from './group-state.ts';

/**
 * One statement, so that members, ownership and offsets are of one moment. The ends are read after it (their function is
 * volatile), hence a lag is never negative; and the times of batches after the ends, hence a batch that counts is seen.
 */
const sql = `
with wanted as materialized (
  select id, name, generation, created_at from millrace.consumer_groups where name = $1
),
members as (
  select json_agg(json_build_object(
           'id', m.id, 'clientId', m.client_id, 'instanceId', m.instance_id, 'nodeId', m.node_id,
           'subscription', m.subscription, 'away', m.away_since is not null,
           'joinedAt', extract(epoch from m.joined_at) * 1000)
         order by m.joined_at, m.id) as list
  from millrace.group_members m where m.group_id = (select id from wanted)
),
held as materialized (
  select coalesce(g.partition_id, c.partition_id) as partition_id, g.owner, g.target, g.revoke_deadline,
         c.next_offset, c.log_epoch, c.metadata, c.committed_at
  from (select * from millrace.group_partitions where group_id = (select id from wanted)) g
  full join millrace.group_offsets(array(select id from wanted)) c on c.partition_id = g.partition_id
),
bounded as materialized (
  select h.*, e.log_start_offset, e.end_offset, greatest(coalesce(o."left", 0), e.log_start_offset) as first_open
  from held h
  join millrace.partition_ends(array(select partition_id from held)) e on e.partition_id = h.partition_id
  cross join lateral (select millrace.offset_left(h.partition_id, h.next_offset, h.log_epoch)) o ("left")
),
ages as materialized (
  select a.partition_id, greatest(0, millrace.now() - a.append_time) as ms
  from millrace.append_times(
    array(select partition_id from bounded where first_open < end_offset order by partition_id),
    array(select first_open from bounded where first_open < end_offset order by partition_id)) a
),
partitions as (
  select json_agg(json_build_object(
           'topic', t.name, 'partition', p.index, 'memberId', b.owner, 'revokeDeadline', b.revoke_deadline,
           'moving', b.revoke_deadline is not null or b.target is distinct from b.owner,
           'committedOffset', b.next_offset, 'metadata', b.metadata, 'committedAt', b.committed_at,
           'logStartOffset', b.log_start_offset, 'endOffset', b.end_offset,
           'lag', greatest(0, b.end_offset - b.first_open), 'lagMs', coalesce(a.ms, 0))
         order by t.name, p.index) as list
  from bounded b
  join millrace.partitions p on p.id = b.partition_id
  join millrace.topics t on t.id = p.topic_id
  left join ages a on a.partition_id = b.partition_id
)
select w.id, w.name, w.generation, w.created_at, m.list as members, p.list as partitions
from wanted w, members m, partitions p`;

interface MemberRow extends Omit<GroupMemberInfo, 'joinedAt' | 'partitions'> {
  readonly joinedAt: number;
  readonly subscription: Subscription;
}

interface PartitionRow extends Omit<GroupPartitionInfo, 'committedAt'> {
  readonly committedAt: number | null;
  readonly moving: boolean;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly generation: number;
  readonly created_at: Date;
  readonly members: readonly MemberRow[] | null;
  readonly partitions: readonly PartitionRow[] | null;
}

/** A group with its members, and every partition it reads or has committed in; null when there is none of that name. */
export async function describeGroup(pool: Pool, name: string): Promise<ConsumerGroup | null> {
  const { rows } = await retryDropped(() => pool.query<Row>(sql, [name]));
  const row = rows[0];
  if (!row) return null;
  const found = row.partitions ?? [];
  const members = (row.members ?? []).map((member) => memberOf(member, found));
  return {
    id: row.id,
    name: row.name,
    state: stateOf(
      members.length,
      found.some((partition) => partition.moving),
    ),
    generation: row.generation,
    memberCount: members.length,
    topics: [...new Set(found.map((partition) => partition.topic))],
    lag: found.reduce((sum, partition) => sum + partition.lag, 0),
    lagMs: found.reduce((most, partition) => Math.max(most, partition.lagMs), 0),
    createdAt: row.created_at,
    members,
    partitions: found.map(({ moving, ...partition }) => ({
      ...partition,
      committedAt: partition.committedAt === null ? null : new Date(partition.committedAt),
    })),
  };
}

/** `moving`: whether a partition is being revoked, or is not yet where it shall be. */
export function stateOf(memberCount: number, moving: boolean): ConsumerGroupState {
  if (memberCount === 0) return 'EMPTY';
  return moving ? 'RECONCILING' : 'STABLE';
}

function memberOf(row: MemberRow, partitions: readonly PartitionRow[]): GroupMemberInfo {
  return {
    ...row,
    joinedAt: new Date(row.joinedAt),
    partitions: partitions
      .filter((partition) => partition.memberId === row.id)
      .map(({ topic, partition }) => ({ topic, partition })),
  };
}
