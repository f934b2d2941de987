import { MillraceError } from '@millrace/core';
import { type Database, sqlState } from '@millrace/database';
import { inTransaction } from './in-transaction.ts';
import type { CompressionType, TopicConfigOverrides } from './topic-config.ts';

export interface NewTopic {
  readonly name: string;
  readonly internal: boolean;
  readonly partitionCount: number;
  readonly overrides: TopicConfigOverrides;
  readonly compression: CompressionType;
}

const uniqueViolation = '23505';
const featureNotSupported = '0A000';

/** Shared, in front of all topics' locks: nobody drops a view meanwhile that this topic would use again. */
const lockNamesSql = 'select pg_advisory_xact_lock_shared(millrace.topic_lock(), 0)';

const insertSql = `
with topic as (
  insert into millrace.topics (name, internal, config) values ($1, $2, $3) returning id
)
insert into millrace.partitions (topic_id, index)
select topic.id, i from topic, generate_series(0, $4::integer - 1) as i
returning topic_id`;

/** The first segment, with every partition at its beginning. */
const segmentSql = `
with segment as materialized (select millrace.create_segment($1, $2) as id)
insert into millrace.segment_bounds (segment_id, partition_id, first_offset)
select segment.id, p.id, 0 from segment, millrace.partitions p where p.topic_id = $1`;

/** A legal name holds no quotes. The view is by name, so one that is left from a topic of the same name serves as it is. */
function viewSql(name: string): string {
  return `do $$
declare
  view_name text := format('millrace_topics.%I', millrace.topic_view('${name}'));
begin
  if to_regclass(view_name) is null then
    execute format('create view %s as select * from millrace.records(%L)', view_name, '${name}');
  end if;
end $$`;
}

/** Makes a topic with its partitions, first segment and view, in one transaction. The name was checked before. */
export async function createTopic(database: Database, topic: NewTopic): Promise<void> {
  await inTransaction(database, async (client) => {
    await client.query(lockNamesSql);
    const { rows } = await client.query<{ topic_id: number }>(insertSql, [
      topic.name,
      topic.internal,
      JSON.stringify(topic.overrides),
      topic.partitionCount,
    ]);
    await client.query(segmentSql, [rows[0]?.topic_id, topic.compression.toLowerCase()]);
    await client.query(viewSql(topic.name));
    await client.query("select pg_notify('millrace_catalogue', $1)", [topic.name]);
  }).catch((error) => {
    throw createTopicError(error, topic);
  });
}

function createTopicError(error: unknown, topic: NewTopic): unknown {
  const state = sqlState(error);
  if (state === uniqueViolation) {
    return new MillraceError(
      'TOPIC_ALREADY_EXISTS',
      `There is a topic "${topic.name}" already: use it as it is, change its configuration with updateTopic, or choose another name.`,
      { cause: error },
    );
  }
  if (state === featureNotSupported) return compressionNotSupported(topic.compression, error);
  return error;
}

/** INVALID_CONFIG. */
export function compressionNotSupported(compression: CompressionType, cause?: unknown): MillraceError {
  return new MillraceError(
    'INVALID_CONFIG',
    `compressionType ${compression}: this Postgres server was built without it. Choose PGLZ or NONE.`,
    { cause },
  );
}
