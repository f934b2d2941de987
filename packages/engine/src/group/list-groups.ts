import { MillraceError } from '@millrace/core';
import type { Pool } from 'pg';
import { retryDropped } from '../fetch/retry-dropped.ts';
import type { ConsumerGroupPage } from './consumer-group.ts';
import { stateOf } from './describe-group.ts';

export interface ListGroupsInput {
  readonly search?: string | undefined;
  readonly topic?: string | undefined;
  readonly first: number;
  readonly after?: string | undefined;
}

/** Of one page. */
const maxGroups = 1_000;

/** One statement for the page, whatever is in it. Groups of a topic are those that read it, and those that committed in it. */
const sql = `
with of_topic as materialized (
  select p.id from millrace.partitions p join millrace.topics t on t.id = p.topic_id where t.name = $2
),
matching as materialized (
  select g.id, g.name, g.generation, g.created_at from millrace.consumer_groups g
  where ($1::text is null or g.name ilike $1)
    and ($2::text is null or g.id in (
      select h.group_id from millrace.group_partitions h join of_topic on of_topic.id = h.partition_id
      union select c.group_id from millrace.groups_committed_in(array(select id from of_topic)) c))
),
page as materialized (
  select * from matching where $3::text is null or name > $3 order by name limit $4
),
held as materialized (
  select coalesce(g.group_id, c.group_id) as group_id, coalesce(g.partition_id, c.partition_id) as partition_id,
         g.revoke_deadline is not null or g.target is distinct from g.owner as moving, c.next_offset,
         c.log_epoch
  from (select * from millrace.group_partitions where group_id = any (array(select id from page))) g
  full join millrace.group_offsets(array(select id from page)) c
    on c.group_id = g.group_id and c.partition_id = g.partition_id
),
bounded as materialized (
  select h.*, e.end_offset, greatest(coalesce(o."left", 0), e.log_start_offset) as first_open
  from held h
  join millrace.partition_ends(array(select distinct partition_id from held)) e on e.partition_id = h.partition_id
  cross join lateral (select millrace.offset_left(h.partition_id, h.next_offset, h.log_epoch)) o ("left")
),
behind as materialized (
  select distinct partition_id, first_open from bounded where first_open < end_offset
),
ages as materialized (
  select a.partition_id, a."offset", greatest(0, millrace.now() - a.append_time) as ms
  from millrace.append_times(
    array(select partition_id from behind order by partition_id, first_open),
    array(select first_open from behind order by partition_id, first_open)) a
),
summed as (
  select b.group_id, bool_or(b.moving) as moving, array_agg(distinct t.name order by t.name) as topics,
         sum(greatest(0, b.end_offset - b.first_open))::bigint as lag, coalesce(max(a.ms), 0) as lag_ms
  from bounded b
  join millrace.partitions p on p.id = b.partition_id
  join millrace.topics t on t.id = p.topic_id
  left join ages a on a.partition_id = b.partition_id and a."offset" = b.first_open
  group by b.group_id
)
select total.count as total_count, page.id, page.name, page.generation, page.created_at, summed.moving, summed.topics, summed.lag, summed.lag_ms,
       (select count(*)::integer from millrace.group_members m where m.group_id = page.id) as member_count
from (select count(*)::integer from matching) total
left join page on true
left join summed on summed.group_id = page.id
order by page.name`;

interface Row {
  readonly total_count: number;
  /** null: the page is empty. */
  readonly id: number | null;
  readonly name: string;
  readonly generation: number;
  readonly created_at: Date;
  readonly moving: boolean | null;
  readonly topics: readonly string[] | null;
  readonly lag: string | null;
  readonly lag_ms: string | null;
  readonly member_count: number;
}

/** Groups by name, a page of them. */
export async function listGroups(pool: Pool, input: ListGroupsInput): Promise<ConsumerGroupPage> {
  const { search, topic = null, first, after = null } = input;
  if (!Number.isInteger(first) || first < 0 || first > maxGroups) {
    throw new MillraceError('INVALID_INPUT', `first is 0 to ${maxGroups} groups, not ${first}.`);
  }
  // Postgres takes no U+0000 in a text, and no name has one.
  if ([search, topic, after].some((text) => text?.includes('\u0000'))) {
    throw new MillraceError(
      'INVALID_INPUT',
      'No name of a group or a topic holds U+0000: leave it out of what you look for.',
    );
  }
  // One more tells whether there is a next page.
  const { rows } = await retryDropped(() =>
    pool.query<Row>(sql, [search ? containing(search) : null, topic, after, first + 1]),
  );
  const found = rows.filter((row) => row.id !== null) as (Row & { id: number })[];
  return {
    groups: found.slice(0, first).map((row) => ({
      id: row.id,
      name: row.name,
      state: stateOf(row.member_count, row.moving ?? false),
      generation: row.generation,
      memberCount: row.member_count,
      topics: row.topics ?? [],
      lag: Number(row.lag ?? 0),
      lagMs: Number(row.lag_ms ?? 0),
      createdAt: row.created_at,
    })),
    totalCount: rows[0]?.total_count ?? 0,
    hasNextPage: found.length > first,
  };
}

/** A pattern of LIKE that holds the text as it is. */
function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
