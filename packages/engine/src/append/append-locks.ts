import type { PipelineWriter, PreparedStatement } from '@millrace/database';

/**
 * Locks one id of $1 after the other until the commit: as many topics as $2 says, shared, so that appends to one go on side by side (rolling and
 * deleting take it exclusively); then up to the $3rd partitions: so offsets are gapless and in commit order; up to the $4th producers, shared,
 * with 0 for their table, and then producers' topics: what a call is judged by stays as it is. Each in id order, so that two flushes never
 * deadlock. A lock function gives a void that is not null, so no row comes of it. One array: each costs Postgres more than a lock.
 */
const lock: PreparedStatement = {
  name: 'lock',
  text: `select id from unnest($1::integer[]) with ordinality as wanted (id, n)
where case
  when n <= $2::integer then pg_advisory_xact_lock_shared(millrace.topic_lock(), id)
  when n <= $3::integer then pg_advisory_xact_lock(millrace.partition_lock(), id)
  when n <= $4::integer then pg_advisory_xact_lock_shared(millrace.producer_lock(), id)
  else pg_advisory_xact_lock(millrace.producer_topic_lock(), id)
end is null`,
};

/** Runs it. `producerIds` and `topicKeys`: of calls with a producer. All ascending. */
export function runLock(
  writer: PipelineWriter,
  topicIds: readonly number[],
  partitionIds: readonly number[],
  producerIds: readonly number[] = [],
  topicKeys: readonly number[] = [],
): void {
  writer.bind('', lock, 4);
  writer.int4Array([...topicIds, ...partitionIds, ...producerIds, ...topicKeys]);
  let end = 0;
  for (const { length } of [topicIds, partitionIds, producerIds]) {
    end += length;
    writer.int4(end);
  }
  writer.execute('');
}

/** The same without waiting: a row says which lock was had. */
export const tryLockTopics: PreparedStatement = {
  name: 'try_lock_topics',
  text: `select id, pg_try_advisory_xact_lock_shared(millrace.topic_lock(), id) from unnest($1::integer[]) as id`,
};

export const tryLockPartitions: PreparedStatement = {
  name: 'try_lock_partitions',
  text: `select id, pg_try_advisory_xact_lock(millrace.partition_lock(), id) from unnest($1::integer[]) as id`,
};
