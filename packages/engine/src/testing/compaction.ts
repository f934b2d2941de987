import { expect } from 'vitest';
import type { Engine } from '../engine.ts';
import type { Record } from '../record/record.ts';
import type { TopicConfigOverrides } from '../topic/topic-config.ts';
import { record, textOf } from './records.ts';
import { roll } from './segments.ts';
import type { TestEngine } from './test-engine.ts';
import { until } from './wait.ts';

/** Background work without a wait. */
export const eagerLimits = {
  ...{ compactionIntervalMs: 20, maintenanceIntervalMs: 20, retentionIntervalMs: 20 },
  maxRewritePercent: 100,
};

/** A compacted topic whose sealed segments are compacted at once. */
export async function createCompacted(
  engine: Engine,
  name: string,
  config: TopicConfigOverrides = {},
  partitionCount = 1,
): Promise<void> {
  const compacted = { cleanupPolicy: 'COMPACT', maxCompactionLagMs: 0 } as const;
  await engine.topics.create({ name, partitionCount, config: { ...compacted, ...config } });
}

/** One call a record: 'k=v', or 'k' for a tombstone. */
export async function append(engine: Engine, topic: string, ...records: string[]): Promise<void> {
  for (const text of records) {
    const [key, value] = text.split('=') as [string, string | undefined];
    await engine.append({ topic, records: [record(key, value ?? null)] });
  }
}

/** '3 k=v'; 'null' for what is null. */
export const shown = ({ offset, key, value }: Pick<Record, 'offset' | 'key' | 'value'>) =>
  `${offset} ${textOf(key)}=${textOf(value)}`;

/** All that a partition holds, fetched one batch behind the other. */
export async function readPartition(engine: Engine, topic: string, partition = 0): Promise<Record[]> {
  const [bounds] = await engine.topics.bounds(topic, [partition]);
  const found: Record[] = [];
  for (let offset = bounds?.logStartOffset ?? 0; offset < (bounds?.endOffset ?? 0); ) {
    const batch = await engine.fetch({ topic, partition, offset });
    expect(batch.count, `nothing from ${offset} on, before the end`).toBeGreaterThan(0);
    found.push(...batch);
    offset = batch.nextOffset;
  }
  return found;
}

/**
 * Waits until all sealed segments of a topic are compacted and the tables they lay in are gone: a node that has not heard of a roll
 * reads what was the open segment where it lay, as long as it is there.
 */
export async function compacted({ database }: TestEngine, topic: string): Promise<void> {
  await until(`${topic} to be clean`, async () => {
    const { rows } = await database.pool.query<{ clean: boolean | null }>(
      `select bool_and(s.clean
         and not exists (select from millrace.dropped_segments d where d.topic_id = t.id)
         and (s.tombstone_count = 0 or not exists (
           select from millrace.compactions c join millrace.partitions p on p.id = c.partition_id
           where p.topic_id = t.id and not c.tombstones_removed
             and c.compacted_at <= millrace.now() - coalesce((t.config ->> 'deleteRetentionMs')::bigint, 86400000)))) as clean
       from millrace.segments s join millrace.topics t on t.id = s.topic_id
       where t.name = $1 and s.sealed_at is not null`,
      [topic],
    );
    return rows[0]?.clean !== false;
  });
}

/** Seals what is there and waits for it to be compacted. */
export async function compact(log: TestEngine, topic: string): Promise<void> {
  await roll(log.database, topic);
  await compacted(log, topic);
}

/** Moves the database's clock. */
export async function shiftClock({ database }: TestEngine, ms: number): Promise<void> {
  await database.pool.query(
    `create or replace function millrace.now() returns bigint language sql volatile parallel safe
     return (extract(epoch from clock_timestamp()) * 1000)::bigint + ${Math.trunc(ms)}`,
  );
}
