import { MillraceError } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { PoolClient } from 'pg';
import { compressionNotSupported } from './create-topic.ts';
import { inTransaction } from './in-transaction.ts';
import { applyTopicConfig, type CompressionType, type TopicConfigOverrides } from './topic-config.ts';
import { isTopicName } from './topic-name.ts';
import { topicNotFound } from './topic-state.ts';

export interface TopicChange {
  readonly name: string;
  readonly partitionCount: number | undefined;
  readonly config: TopicConfigOverrides;
}

/** Added partitions begin in the open segment; the topic's lock keeps a roll from missing them. */
const addPartitionsSql = `
with added as (
  insert into millrace.partitions (topic_id, index)
  select $1::integer, i from generate_series($2::integer, $3::integer - 1) as i
  returning id
)
insert into millrace.segment_bounds (segment_id, partition_id, first_offset)
select s.id, added.id, 0 from added, millrace.segments s where s.topic_id = $1 and s.sealed_at is null`;

/** What the server was built with. Creating a topic finds out by itself; here nothing would, until the next segment. */
async function assertCompression(client: PoolClient, compression: CompressionType | null | undefined): Promise<void> {
  if (compression !== 'LZ4') return;
  const { rowCount } = await client.query(
    `select from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)`,
  );
  if (!rowCount) throw compressionNotSupported(compression);
}

/** Changes configuration and adds partitions in one transaction. TOPIC_NOT_FOUND, INVALID_CONFIG, INVALID_PARTITIONS. */
export async function updateTopic(database: Database, change: TopicChange): Promise<void> {
  // Postgres takes no U+0000 in a text.
  if (!isTopicName(change.name)) throw topicNotFound(change.name);
  await inTransaction(database, async (client) => {
    const found = await client.query<{ id: number }>('select id from millrace.topics where name = $1', [change.name]);
    const id = found.rows[0]?.id;
    if (id === undefined) throw topicNotFound(change.name);
    await client.query('select pg_advisory_xact_lock(millrace.topic_lock(), $1)', [id]);
    // Behind the lock, in a statement of its own: the count and the configuration are the present ones.
    const { rows } = await client.query<{ config: TopicConfigOverrides; partition_count: number }>(
      `select t.config, (select count(*)::integer from millrace.partitions p where p.topic_id = t.id) as partition_count
       from millrace.topics t where t.id = $1 for update of t`,
      [id],
    );
    const topic = rows[0];
    if (!topic) throw topicNotFound(change.name);
    const config = applyTopicConfig(topic.config, change.config);
    await assertCompression(client, change.config.compressionType);
    await client.query('update millrace.topics set config = $2 where id = $1', [id, JSON.stringify(config)]);
    if (change.partitionCount !== undefined) {
      if (change.partitionCount <= topic.partition_count) {
        throw new MillraceError(
          'INVALID_PARTITIONS',
          `Topic "${change.name}" has ${topic.partition_count} partitions: give a larger number, they cannot be taken away.`,
        );
      }
      await client.query(addPartitionsSql, [id, topic.partition_count, change.partitionCount]);
    }
    await client.query("select pg_notify('millrace_catalogue', $1)", [change.name]);
  });
}
