import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

/** A look at so many groups is short. */
const groupsAtATime = 50;

const groupsSql = 'select id from millrace.consumer_groups where id > $1 order by id limit $2';

/** A table that is missing is found elsewhere; here it would only end the look. */
const readableSql = `
select not exists (
  select from millrace.offset_tables o
  where o.carried_over_at is null and not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'millrace_segments' and c.relname = 'o' || o.id)) as readable`;

const beyondSql = `
with committed as materialized (
  select c.group_id, c.partition_id, c.next_offset, c.log_epoch from millrace.group_offsets($1) c
), partitions as materialized (
  select p.id, p.index, t.name as topic
  from millrace.partitions p
  join millrace.topics t on t.id = p.topic_id
  join millrace.segments s on s.topic_id = p.topic_id and s.sealed_at is null
  join pg_class c on c.relname = 's' || coalesce(s.table_id, s.id)
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'millrace_segments'
  where p.id in (select partition_id from committed) and ($2::integer[] is null or p.topic_id = any ($2))
), ends as materialized (
  select e.partition_id, e.end_offset from millrace.partition_ends((select array_agg(id) from partitions)) e
)
select g.name as group_name, p.topic, p.index, c.next_offset::float8, e.end_offset::float8
from committed c
join partitions p on p.id = c.partition_id
join ends e on e.partition_id = c.partition_id
join millrace.consumer_groups g on g.id = c.group_id
-- What was committed in an epoch that is over counts up to where the log ended in it: whoever reads on knows that.
where millrace.offset_left(c.partition_id, c.next_offset, c.log_epoch) > e.end_offset or c.next_offset < 0
order by g.name, p.topic, p.index`;

interface BeyondRow {
  readonly group_name: string;
  readonly topic: string;
  readonly index: number;
  readonly next_offset: number;
  readonly end_offset: number;
}

/** What groups have committed lies within the partitions. What belongs to a partition that is gone does not count. */
export async function checkCommittedOffsets({ session, findings, topicIds }: CheckScope): Promise<void> {
  for (let after = 0; ; ) {
    const found = await inSnapshot(session, async () => {
      const readable = await session.query<{ readable: boolean }>(readableSql);
      if (!readable.rows[0]?.readable) return [];
      const groups = await session.query<{ id: number }>(groupsSql, [after, groupsAtATime]);
      const ids = groups.rows.map(({ id }) => id);
      if (ids.length === 0) return [];
      const { rows } = await session.query<BeyondRow>(beyondSql, [ids, topicIds]);
      for (const row of rows) {
        findings.add({
          code: 'COMMITTED_OFFSET',
          topic: row.topic,
          partition: row.index,
          offset: row.next_offset,
          message: `The group "${row.group_name}" has committed ${row.next_offset}, and the partition ends at ${row.end_offset}.`,
          hint: 'The end was lost, as after a restore: records that are appended now would be skipped. Reset the offsets of the group (resetOffsets to LATEST).',
        });
      }
      return ids;
    });
    if (found.length === 0) return;
    after = found.at(-1) as number;
  }
}
