import type { ClientBase } from 'pg';
import type { GroupState, MemberState, UnitState } from './group-state.ts';
import type { LoadedGroup, PartitionRow } from './load-group.ts';

const forgetMembersSql = 'delete from millrace.group_members where group_id = $1 and id = any ($2)';

const updateMembersSql = `
update millrace.group_members m
set node_id = c."nodeId", client_id = c."clientId", instance_id = c."instanceId", subscription = c.subscription,
    session_timeout_ms = c."sessionTimeoutMs", revocation_timeout_ms = c."revocationTimeoutMs", away_since = c."awaySince"
from jsonb_to_recordset($2) as c (id uuid, "nodeId" uuid, "clientId" text, "instanceId" text, subscription jsonb,
  "sessionTimeoutMs" integer, "revocationTimeoutMs" integer, "awaySince" bigint)
where m.group_id = $1 and m.id = c.id`;

const insertMembersSql = `
insert into millrace.group_members
  (id, group_id, node_id, client_id, instance_id, subscription, session_timeout_ms, revocation_timeout_ms, away_since)
select c.id, $1, c."nodeId", c."clientId", c."instanceId", c.subscription, c."sessionTimeoutMs", c."revocationTimeoutMs",
       c."awaySince"
from jsonb_to_recordset($2) as c (id uuid, "nodeId" uuid, "clientId" text, "instanceId" text, subscription jsonb,
  "sessionTimeoutMs" integer, "revocationTimeoutMs" integer, "awaySince" bigint)`;

/** Waits, by partition, for the commits that are under way on what moves: they count, the next owner reads on from them. */
const lockPartitionsSql = `
select from millrace.group_partitions where group_id = $1 and partition_id = any ($2) order by partition_id for update`;

const forgetPartitionsSql = 'delete from millrace.group_partitions where group_id = $1 and partition_id = any ($2)';

const writePartitionsSql = `
insert into millrace.group_partitions (group_id, partition_id, unit, owner, owner_generation, target, revoke_deadline)
select $1, c.* from unnest($2::integer[], $3::text[], $4::uuid[], $5::integer[], $6::uuid[], $7::bigint[]) as c
on conflict (group_id, partition_id) do update
set unit = excluded.unit, owner = excluded.owner, owner_generation = excluded.owner_generation, target = excluded.target,
    revoke_deadline = excluded.revoke_deadline`;

/** The notification is sent by the commit, to all nodes. */
const touchSql = `
with touched as (
  update millrace.consumer_groups set generation = $2, revision = revision + 1 where id = $1 returning name
)
select pg_notify('millrace_groups', name) from touched`;

/** Writes what differs between a group as it was loaded and its new state; rows that stay the same are not touched. */
export async function saveGroup(client: ClientBase, loaded: LoadedGroup, state: GroupState): Promise<boolean> {
  const members = changedMembers(loaded.members, state.members);
  const partitions = changedPartitions(loaded.rows, state.units);
  const changes =
    members.gone.length +
    members.changed.length +
    members.made.length +
    partitions.gone.length +
    partitions.written.length;
  if (changes === 0 && state.generation === loaded.state.generation) return false;

  // Those that go make room: the next one may have the same instance id.
  if (members.gone.length > 0) await client.query(forgetMembersSql, [loaded.id, members.gone]);
  if (members.changed.length > 0) await client.query(updateMembersSql, [loaded.id, JSON.stringify(members.changed)]);
  if (members.made.length > 0) await client.query(insertMembersSql, [loaded.id, JSON.stringify(members.made)]);

  const written = partitions.written.map(([id]) => id);
  const locked = [...partitions.gone, ...written].filter((id) => loaded.rows.has(id));
  if (locked.length > 0) await client.query(lockPartitionsSql, [loaded.id, locked]);
  if (partitions.gone.length > 0) await client.query(forgetPartitionsSql, [loaded.id, partitions.gone]);
  if (written.length > 0) {
    const rows = partitions.written.map(([, row]) => row);
    await client.query(writePartitionsSql, [
      loaded.id,
      written,
      rows.map((row) => row.unit),
      rows.map((row) => row.owner),
      rows.map((row) => row.ownerGeneration),
      rows.map((row) => row.target),
      rows.map((row) => row.revokeDeadline),
    ]);
  }
  await client.query(touchSql, [loaded.id, state.generation]);
  return true;
}

function changedMembers(before: ReadonlyMap<string, MemberState>, after: ReadonlyMap<string, MemberState>) {
  return {
    gone: [...before.keys()].filter((id) => !after.has(id)),
    made: [...after.values()].filter((member) => !before.has(member.id)),
    changed: [...after.values()].filter((member) => {
      const was = before.get(member.id);
      return was !== undefined && !sameMember(was, member);
    }),
  };
}

function sameMember(a: MemberState, b: MemberState): boolean {
  return (
    a.nodeId === b.nodeId &&
    a.clientId === b.clientId &&
    a.instanceId === b.instanceId &&
    a.sessionTimeoutMs === b.sessionTimeoutMs &&
    a.revocationTimeoutMs === b.revocationTimeoutMs &&
    a.awaySince === b.awaySince &&
    (a.subscription === b.subscription || JSON.stringify(a.subscription) === JSON.stringify(b.subscription))
  );
}

function changedPartitions(before: ReadonlyMap<number, PartitionRow>, units: ReadonlyMap<string, UnitState>) {
  const after = new Map<number, PartitionRow>();
  for (const unit of units.values()) {
    const row = rowOf(unit);
    for (const id of unit.partitionIds) after.set(id, row);
  }
  return {
    gone: [...before.keys()].filter((id) => !after.has(id)),
    written: [...after].filter(([id, row]) => {
      const was = before.get(id);
      return was === undefined || !sameRow(was, row);
    }),
  };
}

function rowOf({ key, holding, target }: UnitState): PartitionRow {
  if (holding.state === 'free') return { unit: key, owner: null, ownerGeneration: 0, target, revokeDeadline: null };
  return {
    unit: key,
    owner: holding.owner,
    ownerGeneration: holding.generation,
    target,
    revokeDeadline: holding.state === 'revoking' ? holding.deadline : null,
  };
}

function sameRow(a: PartitionRow, b: PartitionRow): boolean {
  return (
    a.unit === b.unit &&
    a.owner === b.owner &&
    a.ownerGeneration === b.ownerGeneration &&
    a.target === b.target &&
    a.revokeDeadline === b.revokeDeadline
  );
}
