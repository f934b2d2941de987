import type { Pool } from 'pg';
import type { TopicShape } from './local-group.ts';
import { queryWithin } from './query-within.ts';

const sql = `
select t.name, t.id, t.internal, count(p.id)::integer as partition_count
from millrace.topics t join millrace.partitions p on p.topic_id = t.id
where $1::text[] is null or t.name = any ($1)
group by t.id`;

const answerMs = 10_000;

export interface NamedTopicShape extends TopicShape {
  readonly internal: boolean;
}

/** What there is of the named topics, or of all, by name. */
export async function readTopicShapes(
  pool: Pool,
  names: readonly string[] | null,
): Promise<ReadonlyMap<string, NamedTopicShape>> {
  const { rows } = await queryWithin<{ name: string; id: number; internal: boolean; partition_count: number }>(
    pool,
    answerMs,
    sql,
    [names],
  );
  return new Map(
    rows.map(({ name, id, internal, partition_count }) => [name, { id, internal, partitionCount: partition_count }]),
  );
}
