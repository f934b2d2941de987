import type { ClientBase } from 'pg';
import type { GroupState, Holding, MemberState, SubscribableTopic, Subscription, UnitState } from './group-state.ts';
import { lockGroupRow } from './lock-group-row.ts';

/** A group as its locked row and what hangs on it say, with what a transition needs to know of the world. */
export interface LoadedGroup {
  readonly id: number;
  readonly name: string;
  readonly state: GroupState;
  /** Database time, ms since 1970. */
  readonly now: number;
  /** The topics that somebody subscribes to or has units of; all that are not internal when anybody has a pattern. */
  readonly topics: readonly SubscribableTopic[];
  /** Members whose session is over as of now. */
  readonly expired: ReadonlySet<string>;
  /** Rows of partitions as they are, by id; what a save compares with. */
  readonly rows: ReadonlyMap<number, PartitionRow>;
  /** Members as they are; what a save compares with. */
  readonly members: ReadonlyMap<string, MemberState>;
}

export interface PartitionRow {
  readonly unit: string;
  readonly owner: string | null;
  readonly ownerGeneration: number;
  readonly target: string | null;
  readonly revokeDeadline: number | null;
}

/**
 * In a statement behind the lock, because a statement's snapshot is older than the lock it waits for. $2: names of topics that are
 * about to be subscribed to, $3: whether a pattern is. A session is over when the node is gone, when its last heartbeat is older
 * than the session timeout, or later than now by more than that: the clock went back.
 */
const readSql = `
with clock as materialized (select millrace.now() as now),
members as materialized (
  select m.*, case
      when m.away_since is not null then m.away_since + m.session_timeout_ms <= clock.now
      else n.id is null
        or abs(clock.now - (extract(epoch from n.heartbeat_at) * 1000)::bigint) > m.session_timeout_ms end as expired
  from clock, millrace.group_members m left join millrace.nodes n on n.id = m.node_id
  where m.group_id = $1
),
wanted as (
  select unnest($2::text[]) as name
  union select jsonb_path_query(m.subscription, '$.topics[*]') #>> '{}' from members m
  union select jsonb_path_query(m.subscription, '$.units[*].topics[*]') #>> '{}' from members m
  union select t.name from millrace.topics t
  where not t.internal and ($3 or exists (select from members m where m.subscription ? 'pattern'))
  -- What nobody subscribes to any more is revoked as long as it is there.
  union select t.name
  from millrace.group_partitions g join millrace.partitions p on p.id = g.partition_id join millrace.topics t on t.id = p.topic_id
  where g.group_id = $1
)
select clock.now::text as now,
  (select json_agg(json_build_object('id', m.id, 'nodeId', m.node_id, 'clientId', m.client_id, 'instanceId', m.instance_id,
       'subscription', m.subscription, 'sessionTimeoutMs', m.session_timeout_ms,
       'revocationTimeoutMs', m.revocation_timeout_ms, 'awaySince', m.away_since, 'expired', m.expired)
     order by m.joined_at, m.id)
   from members m) as members,
  (select json_agg(json_build_object('id', g.partition_id, 'unit', g.unit, 'owner', g.owner,
       'ownerGeneration', g.owner_generation, 'target', g.target, 'revokeDeadline', g.revoke_deadline, 'topic', t.name)
     order by g.unit, g.partition_id)
   from millrace.group_partitions g
   left join millrace.partitions p on p.id = g.partition_id left join millrace.topics t on t.id = p.topic_id
   where g.group_id = $1) as partitions,
  (select json_agg(json_build_object('id', t.id, 'name', t.name, 'internal', t.internal, 'partitionIds', t.ids) order by t.name)
   from (
     select t.id, t.name, t.internal, array_agg(p.id order by p.index) as ids
     from millrace.topics t join millrace.partitions p on p.topic_id = t.id
     where t.name in (select name from wanted)
     group by t.id
   ) t) as topics
from clock`;

interface Read {
  now: string;
  members: (MemberState & { expired: boolean })[] | null;
  partitions: ({ id: number; topic: string | null } & PartitionRow)[] | null;
  topics: SubscribableTopic[] | null;
}

export interface GroupToLoad {
  readonly name: string;
  /** Makes the group if there is none; without this the answer is null then. */
  readonly make: boolean;
  /** Of those who are about to join. */
  readonly subscriptions: readonly Subscription[];
}

/** Locks a group until the end of the transaction and reads it. */
export async function loadGroup(client: ClientBase, group: GroupToLoad): Promise<LoadedGroup | null> {
  const locked = await lockGroupRow(client, group.name, group.make);
  if (!locked) return null;
  const names = group.subscriptions.flatMap((subscription) => [
    ...('topics' in subscription ? subscription.topics : []),
    ...(subscription.units ?? []).flatMap((unit) => unit.topics),
  ]);
  const pattern = group.subscriptions.some((subscription) => 'pattern' in subscription);
  const { rows } = await client.query<Read>(readSql, [locked.id, names, pattern]);
  const read = rows[0] as Read;
  const now = Number(read.now);
  const members = new Map(
    (read.members ?? []).map(({ expired: _, ...member }) => [member.id, { ...member } satisfies MemberState]),
  );
  const partitions = read.partitions ?? [];
  return {
    id: locked.id,
    name: group.name,
    now,
    topics: read.topics ?? [],
    expired: new Set((read.members ?? []).filter(({ expired }) => expired).map(({ id }) => id)),
    rows: new Map(partitions.map(({ id, topic: _, ...row }) => [id, row])),
    members,
    state: {
      generation: locked.generation,
      members: new Map(
        [...members].map(([id, member]) => [id, { ...member, awaySince: notLater(member.awaySince, now) }]),
      ),
      units: unitsOf(partitions),
    },
  };
}

/** What lies in the future was written before the clock went back: it counts from now, or it would last for ever. */
function notLater(time: number | null, latest: number): number | null {
  return time === null ? null : Math.min(time, latest);
}

function unitsOf(partitions: NonNullable<Read['partitions']>): Map<string, UnitState> {
  const units = new Map<string, UnitState & { topics: string[]; partitionIds: number[] }>();
  for (const { id, topic, ...row } of partitions) {
    let unit = units.get(row.unit);
    if (!unit) {
      unit = { key: row.unit, topics: [], partitionIds: [], holding: holdingOf(row), target: row.target };
      units.set(row.unit, unit);
    }
    unit.partitionIds.push(id);
    // Of a topic that was deleted only the id is left; by it the unit is known to be another one.
    if (topic !== null && !unit.topics.includes(topic)) unit.topics.push(topic);
  }
  return units;
}

function holdingOf({ owner, ownerGeneration: generation, revokeDeadline: deadline }: PartitionRow): Holding {
  if (owner === null) return { state: 'free' };
  return deadline === null ? { state: 'owned', owner, generation } : { state: 'revoking', owner, generation, deadline };
}
