import { type AnswerSource, answeredQuery } from '@millrace/database';
import type { TopicRow } from './topic-state.ts';

const sql = `
select t.id, t.name, t.internal, t.config, t.created_at, s.id as segment_id, l.epoch as log_epoch,
       json_agg(json_build_object('id', p.id, 'index', p.index, 'start', p.log_start_offset, 'first', b.first_offset)
                order by p.index) as partitions
from millrace.log_epoch l
cross join millrace.topics t
join millrace.segments s on s.topic_id = t.id and s.sealed_at is null
join millrace.partitions p on p.topic_id = t.id
join millrace.segment_bounds b on b.segment_id = s.id and b.partition_id = p.id
where t.name = any ($1)
group by t.id, s.id, l.epoch`;

/** Topics by name with their partitions and the segment that is open; names without a topic are left out. */
export function loadTopics(source: AnswerSource, names: readonly string[]): Promise<TopicRow[]> {
  return answeredQuery<TopicRow>(source, sql, [names]);
}
