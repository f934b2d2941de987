import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

/** From the first segment that has a bound of the partition, every later one has, and bounds never go back. */
const brokenSql = `
with bounds as (
  select s.topic_id, p.topic_id as owner, p.index, b.partition_id, b.segment_id, b.first_offset,
         lag(b.first_offset) over w as before_offset, lag(b.segment_id) over w as before_segment,
         lead(b.segment_id) over w as after_segment,
         row_number() over w = 1 as is_first, p.log_start_offset
  from millrace.segment_bounds b
  join millrace.segments s on s.id = b.segment_id
  join millrace.partitions p on p.id = b.partition_id
  where $1::integer[] is null or s.topic_id = any ($1)
  window w as (partition by b.partition_id order by b.segment_id)
)
select t.name as topic, b.index as partition, b.segment_id, b.first_offset::float8, b.before_offset::float8,
       b.log_start_offset::float8, b.owner <> b.topic_id as foreign_partition,
       b.first_offset < coalesce(b.before_offset, 0) as goes_back,
       b.is_first and b.log_start_offset < b.first_offset as starts_before,
       (select min(s.id) from millrace.segments s where s.topic_id = b.topic_id and s.id > b.segment_id
          and (b.after_segment is null or s.id < b.after_segment)) as missing_in
from bounds b join millrace.topics t on t.id = b.topic_id
where b.owner <> b.topic_id
   or b.first_offset < coalesce(b.before_offset, 0)
   or (b.is_first and b.log_start_offset < b.first_offset)
   or exists (select from millrace.segments s where s.topic_id = b.topic_id and s.id > b.segment_id
                and (b.after_segment is null or s.id < b.after_segment))
order by t.name, b.index, b.segment_id`;

const withoutBoundSql = `
select t.name as topic, p.index as partition
from millrace.partitions p join millrace.topics t on t.id = p.topic_id
where ($1::integer[] is null or t.id = any ($1))
  and not exists (select from millrace.segment_bounds b join millrace.segments s on s.id = b.segment_id
                  where b.partition_id = p.id and s.topic_id = p.topic_id)
order by t.name, p.index`;

interface BrokenBound {
  readonly topic: string;
  readonly partition: number;
  readonly segment_id: number;
  readonly first_offset: number;
  readonly before_offset: number | null;
  readonly log_start_offset: number;
  readonly foreign_partition: boolean;
  readonly goes_back: boolean;
  readonly starts_before: boolean;
  readonly missing_in: number | null;
}

const repair =
  'Restore the row of millrace.segment_bounds from a backup; it is the end of the partition in the segment before: select max(last_offset) + 1 from that segment’s table where partition_id = ….';

/** Where each partition begins in each segment (`segment_bounds`), and the log's start behind the first of them. */
export function checkBounds({ session, findings, topicIds }: CheckScope): Promise<void> {
  return inSnapshot(session, async () => {
    const broken = await session.query<BrokenBound>(brokenSql, [topicIds]);
    for (const row of broken.rows) {
      const at = { topic: row.topic, partition: row.partition, offset: row.first_offset };
      if (row.foreign_partition) {
        findings.add({
          ...at,
          code: 'SEGMENT_BOUNDS',
          message: `Segment ${row.segment_id} has a bound of a partition that belongs to another topic.`,
          hint: 'Delete that row of millrace.segment_bounds.',
        });
      }
      if (row.goes_back) {
        findings.add({
          ...at,
          code: 'SEGMENT_BOUNDS',
          message: `The partition begins in segment ${row.segment_id} at ${row.first_offset}, before the ${row.before_offset ?? 0} of the segment before.`,
          hint: repair,
        });
      }
      if (row.missing_in !== null) {
        findings.add({
          ...at,
          code: 'SEGMENT_BOUNDS',
          message: `The partition has no bound in segment ${row.missing_in}, which is newer than ${row.segment_id}.`,
          hint: repair,
        });
      }
      if (row.starts_before) {
        findings.add({
          ...at,
          code: 'LOG_START',
          message: `The log starts at ${row.log_start_offset}, and the oldest segment begins at ${row.first_offset}.`,
          hint: `Readers from the start fail. If those records are really gone, move the start: deleteRecords of this partition before ${row.first_offset}.`,
        });
      }
    }
    const without = await session.query<{ topic: string; partition: number }>(withoutBoundSql, [topicIds]);
    for (const { topic, partition } of without.rows) {
      findings.add({
        code: 'SEGMENT_BOUNDS',
        topic,
        partition,
        message: 'The partition has a bound in no segment: its end is not known, and offsets would be given twice.',
        hint: `Stop writers of this topic. ${repair}`,
      });
    }
  });
}
