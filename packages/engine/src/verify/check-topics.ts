import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

const openSegmentsSql = `
select t.name as topic, count(s.id)::integer as count, string_agg(s.id::text, ', ' order by s.id) as ids,
       coalesce(max(s.id) < (select max(a.id) from millrace.segments a where a.topic_id = t.id), false) as overtaken
from millrace.topics t left join millrace.segments s on s.topic_id = t.id and s.sealed_at is null
where $1::integer[] is null or t.id = any ($1)
group by t.id
having count(s.id) <> 1 or max(s.id) < (select max(a.id) from millrace.segments a where a.topic_id = t.id)
order by t.name`;

const partitionNumbersSql = `
select t.name as topic, count(p.id)::integer as count, coalesce(max(p.index), -1) as highest
from millrace.topics t left join millrace.partitions p on p.topic_id = t.id
where $1::integer[] is null or t.id = any ($1)
group by t.id
having count(p.id) = 0 or max(p.index) <> count(p.id) - 1 or min(p.index) <> 0
order by t.name`;

const missingViewsSql = `
select t.name as topic, millrace.topic_view(t.name) as view
from millrace.topics t
where ($1::integer[] is null or t.id = any ($1))
  and not exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'millrace_topics' and c.relname = millrace.topic_view(t.name) and c.relkind = 'v')
order by t.name`;

/** Of every topic: one open segment, which is the newest; partitions numbered without a gap; its view. */
export function checkTopics({ session, findings, topicIds }: CheckScope): Promise<void> {
  return inSnapshot(session, async () => {
    const open = await session.query<{ topic: string; count: number; ids: string | null; overtaken: boolean }>(
      openSegmentsSql,
      [topicIds],
    );
    for (const { topic, count, ids, overtaken } of open.rows) {
      findings.add({
        code: 'OPEN_SEGMENTS',
        topic,
        message:
          count === 0
            ? 'The topic has no open segment: nothing can be appended to it.'
            : overtaken && count === 1
              ? `The open segment ${ids} is not the newest of the topic.`
              : `The topic has ${count} open segments: ${ids}.`,
        hint:
          count === 0
            ? 'If its newest segment is not followed by another, open it again: update millrace.segments set sealed_at = null where id = (its id). Else restore the catalogue from a backup.'
            : 'Stop all nodes. Seal all but the newest segment (update millrace.segments set sealed_at = now() where id = …), provided the newest has a bound for every partition that is at the end of the one before; run this again.',
      });
    }
    const numbers = await session.query<{ topic: string; count: number; highest: number }>(partitionNumbersSql, [
      topicIds,
    ]);
    for (const { topic, count, highest } of numbers.rows) {
      findings.add({
        code: 'PARTITION_NUMBERS',
        topic,
        message: `The topic has ${count} partitions, and the highest number is ${highest}.`,
        hint: 'A row of millrace.partitions is missing: restore it from a backup, with the id that its batch rows hold.',
      });
    }
    const views = await session.query<{ topic: string; view: string }>(missingViewsSql, [topicIds]);
    for (const { topic, view } of views.rows) {
      findings.add({
        code: 'MISSING_VIEW',
        topic,
        table: `millrace_topics.${view}`,
        message: 'The topic has no view for SQL.',
        hint: `Make it: create view millrace_topics."${view}" as select * from millrace.records('${topic}').`,
      });
    }
  });
}
