import type { Pool } from 'pg';
import { resolveTopicConfig, type TopicConfigOverrides } from '../topic/topic-config.ts';
import type { RetainedTopic, SealedSegment } from './expired-segments.ts';

/** A topic with sealed segments. */
export interface RetainedTopicRow extends RetainedTopic {
  readonly topicId: number;
  readonly topic: string;
}

interface Row {
  topic_id: number;
  name: string;
  config: TopicConfigOverrides;
  now: string;
  partition_count: number;
  reached_id: number | null;
  open: RetainedTopic['open'];
  sealed: SealedSegment[];
}

/** Of the segments from `from` on that every partition's log has reached, the last one. */
const reachedSql = (from: string) => `
(select max(n.id) from ${from} n where not exists (
   select from millrace.segment_bounds b join millrace.partitions p on p.id = b.partition_id
   where b.segment_id = n.id and b.first_offset > p.log_start_offset))`;

/**
 * All segments are looked through only where the first one can leave, and the open one's size is asked for only where it counts: a
 * node does this every few seconds for all topics.
 */
const sql = `
select t.id as topic_id, t.name, t.config, millrace.now() as now,
       (select count(*)::integer from millrace.partitions p where p.topic_id = t.id) as partition_count,
       case when ${reachedSql('(select s.id from millrace.segments s where s.topic_id = t.id order by s.id offset 1 limit 1)')} is not null
         then ${reachedSql('(select s.id from millrace.segments s where s.topic_id = t.id)')} end as reached_id,
       (select json_build_object('id', s.id, 'byteSize',
          case when (t.config ->> 'retentionBytes')::bigint >= 0
            then coalesce(pg_total_relation_size(to_regclass('millrace_segments.s' || s.id)), 0) else 0 end)
        from millrace.segments s where s.topic_id = t.id and s.sealed_at is null) as open,
       json_agg(json_build_object('id', s.id, 'maxTimestamp', s.max_timestamp, 'byteSize', s.byte_size) order by s.id) as sealed
from millrace.topics t join millrace.segments s on s.topic_id = t.id and s.sealed_at is not null
group by t.id`;

/** What decides which segments leave the log, of all topics that have sealed ones. */
export async function readRetainedTopics(pool: Pool): Promise<RetainedTopicRow[]> {
  const { rows } = await pool.query<Row>(sql);
  return rows.map((row) => ({
    topicId: row.topic_id,
    topic: row.name,
    config: resolveTopicConfig(row.config),
    partitionCount: row.partition_count,
    sealed: row.sealed,
    open: row.open,
    reachedId: row.reached_id,
    now: Number(row.now),
  }));
}
