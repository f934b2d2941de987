import type { Pool } from 'pg';
import { resolveTopicConfig, type TopicConfig, type TopicConfigOverrides } from '../topic/topic-config.ts';

/** A sealed segment as background work sees it. */
export interface SealedSegment {
  readonly id: number;
  readonly tableId: number;
  /** Whether all its records have been compacted. */
  readonly clean: boolean;
  /** Whether its rows were written anew already. */
  readonly rewritten: boolean;
  /** Milliseconds since 1970, on the database's clock. */
  readonly openedAt: number;
  /** null: not looked up yet, as the three that follow. */
  readonly maxTimestamp: number | null;
  readonly byteSize: number | null;
  readonly rowCount: number | null;
  readonly recordCount: number | null;
  /** Left by its last compaction. */
  readonly tombstoneCount: number;
}

export interface SealedTopic {
  readonly id: number;
  readonly name: string;
  readonly config: TopicConfig;
  /** Oldest first. */
  readonly segments: readonly SealedSegment[];
  /** When its compactions were whose tombstones are still there, ms since 1970; null: there are none. */
  readonly tombstonesSince: number | null;
  /** The database's time, ms since 1970. */
  readonly now: number;
}

interface Row {
  id: number;
  name: string;
  config: TopicConfigOverrides;
  now: string;
  tombstones_since: string | null;
  segments: SealedSegment[];
}

const sql = `
select t.id, t.name, t.config, millrace.now() as now,
       (select min(c.compacted_at) from millrace.compactions c join millrace.partitions p on p.id = c.partition_id
        where p.topic_id = t.id and not c.tombstones_removed) as tombstones_since,
       json_agg(json_build_object(
         'id', s.id, 'tableId', coalesce(s.table_id, s.id), 'clean', s.clean, 'rewritten', s.rewritten_at is not null,
         'openedAt', (extract(epoch from s.opened_at) * 1000)::bigint, 'maxTimestamp', s.max_timestamp, 'byteSize', s.byte_size,
         'rowCount', s.row_count, 'recordCount', s.record_count, 'tombstoneCount', coalesce(s.tombstone_count, 0)) order by s.id) as segments
from millrace.topics t join millrace.segments s on s.topic_id = t.id and s.sealed_at is not null
group by t.id
order by t.id`;

/** All topics that have sealed segments. */
export async function readSealedTopics(pool: Pool): Promise<SealedTopic[]> {
  const { rows } = await pool.query<Row>(sql);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    config: resolveTopicConfig(row.config),
    segments: row.segments,
    tombstonesSince: row.tombstones_since === null ? null : Number(row.tombstones_since),
    now: Number(row.now),
  }));
}
