import type { Pool } from 'pg';
import type { GroupPartitionRef, HeldUnit } from './membership.ts';
import { queryWithin } from './query-within.ts';

/** A group as this node knows it. */
export interface KnownGroup {
  readonly id: number;
  /** -1: never read. */
  readonly revision: number;
}

/** What a node's members own in a group that is not as it was known. */
export interface GroupAssignments {
  readonly groupId: number;
  /** null: the group is gone. */
  readonly generation: number | null;
  readonly revision: number;
  /** By id, of the members of this node that the group knows; with their units by key. */
  readonly members: ReadonlyMap<string, readonly HeldUnit[]>;
}

const sql = `
select known.id, g.generation, g.revision,
  (select json_agg(m.id) from millrace.group_members m
   where m.group_id = g.id and m.node_id = $3 and m.away_since is null) as members,
  (select json_agg(json_build_array(o.owner, o.unit, o.owner_generation, o.revoke_deadline, o.partition_id, t.name, p.index)
     order by o.unit, t.name, p.index)
   from millrace.group_partitions o
   join millrace.partitions p on p.id = o.partition_id join millrace.topics t on t.id = p.topic_id
   where o.group_id = g.id
     and o.owner in (select m.id from millrace.group_members m where m.group_id = g.id and m.node_id = $3)) as owned
from unnest($1::integer[], $2::bigint[]) as known (id, revision)
left join millrace.consumer_groups g on g.id = known.id
where g.revision is distinct from known.revision`;

const answerMs = 10_000;

type Owned = [
  owner: string,
  unit: string,
  generation: number,
  deadline: number | null,
  id: number,
  topic: string,
  index: number,
];

interface Row {
  id: number;
  generation: number | null;
  revision: string | null;
  members: string[] | null;
  owned: Owned[] | null;
}

/** Of the given groups those that have changed, with the assignments of this node's members; one statement, however many. */
export async function readAssignments(
  pool: Pool,
  nodeId: string,
  groups: readonly KnownGroup[],
): Promise<GroupAssignments[]> {
  const { rows } = await queryWithin<Row>(pool, answerMs, sql, [
    groups.map((group) => group.id),
    groups.map((group) => group.revision),
    nodeId,
  ]);
  return rows.map((row) => ({
    groupId: row.id,
    generation: row.generation,
    revision: Number(row.revision ?? -1),
    members: unitsByMember(row.members ?? [], row.owned ?? []),
  }));
}

function unitsByMember(memberIds: readonly string[], owned: readonly Owned[]): Map<string, HeldUnit[]> {
  const members = new Map<string, (HeldUnit & { partitions: GroupPartitionRef[] })[]>(memberIds.map((id) => [id, []]));
  for (const [owner, unit, generation, revokeDeadline, partitionId, topic, partition] of owned) {
    const units = members.get(owner);
    // By unit: one that goes on is the member's last.
    let last = units?.at(-1);
    if (last?.unit !== unit) {
      last = { unit, generation, revokeDeadline, partitions: [] };
      units?.push(last);
    }
    last.partitions.push({ partitionId, topic, partition });
  }
  return members;
}
