import type { Pool } from 'pg';
import { queryWithin } from './query-within.ts';

/** What is due in groups, whoever's members they are. */
export interface Due {
  /** Database time, ms since 1970. */
  readonly now: number;
  /** Ids of members whose session is over, by group. */
  readonly expired: ReadonlyMap<string, readonly string[]>;
  /** Groups in which a deadline has passed, or lies so far away that the clock must have gone back. */
  readonly groups: readonly string[];
}

/**
 * $1: how long all has been quiet, in ms; only after a session timeout of that anybody is out, which is the member's own or, when it has
 * chosen a long one, $3: time enough for every node to have beaten. The conditions of expiry are those of `loadGroup`, which checks them again
 * under the group's lock.
 */
const sql = `
with clock as materialized (select millrace.now() as now)
select clock.now::text as now,
  (select json_agg(json_build_array(g.name, m.id))
   from millrace.group_members m join millrace.consumer_groups g on g.id = m.group_id
   left join millrace.nodes n on n.id = m.node_id
   where least(m.session_timeout_ms, $3) <= $1 and case
     when m.away_since is not null then m.away_since + m.session_timeout_ms <= clock.now
     else n.id is null
       or abs(clock.now - (extract(epoch from n.heartbeat_at) * 1000)::bigint) > m.session_timeout_ms end) as expired,
  (select json_agg(distinct g.name)
   from millrace.consumer_groups g
   where exists (
       select from millrace.group_partitions p left join millrace.group_members m on m.id = p.owner
       where p.group_id = g.id and p.revoke_deadline is not null
         and (p.revoke_deadline <= clock.now
           or p.revoke_deadline > clock.now + coalesce(m.revocation_timeout_ms, 0) + $2))
     or exists (select from millrace.group_members m where m.group_id = g.id and m.away_since > clock.now + $2)) as due
from clock`;

const answerMs = 5_000;
/** An int4 of Postgres. */
const longestMs = 2 ** 31 - 1;
/** Clocks of a primary and its standbys differ a little. */
const clockToleranceMs = 1_000;

/** One statement, which finds nothing in most cases. */
export async function findDue(pool: Pool, quietMs: number, sessionTimeoutMs: number): Promise<Due> {
  const { rows } = await queryWithin<{ now: string; expired: [string, string][] | null; due: string[] | null }>(
    pool,
    answerMs,
    sql,
    [Math.min(Math.floor(quietMs), longestMs), clockToleranceMs, sessionTimeoutMs],
  );
  const expired = new Map<string, string[]>();
  for (const [group, memberId] of rows[0]?.expired ?? []) {
    const known = expired.get(group);
    if (known) known.push(memberId);
    else expired.set(group, [memberId]);
  }
  return { now: Number(rows[0]?.now), expired, groups: rows[0]?.due ?? [] };
}
