import type { PreparedStatement } from '@millrace/database';

/**
 * As `lock` of a flush, then producers ($3), shared, with 0 for their table, and producers' topics ($4), exclusively: what a call is
 * judged by stays as it is until the commit.
 */
export const lockWithProducers: PreparedStatement = {
  name: 'lock_with_producers',
  text: `select id from unnest($1::integer[]) as id where pg_advisory_xact_lock_shared(millrace.topic_lock(), id) is null
union all
select id from unnest($2::integer[]) as id where pg_advisory_xact_lock(millrace.partition_lock(), id) is null
union all
select id from unnest($3::integer[]) as id where pg_advisory_xact_lock_shared(millrace.producer_lock(), id) is null
union all
select id from unnest($4::integer[]) as id where pg_advisory_xact_lock(millrace.producer_topic_lock(), id) is null`,
};

/** The same without waiting: a row says which lock was had. */
export const tryLockProducers: PreparedStatement = {
  name: 'try_lock_producers',
  text: `select id, pg_try_advisory_xact_lock_shared(millrace.producer_lock(), id) from unnest($1::integer[]) as id`,
};

export const tryLockProducerTopics: PreparedStatement = {
  name: 'try_lock_producer_topics',
  text: `select id, pg_try_advisory_xact_lock(millrace.producer_topic_lock(), id) from unnest($1::integer[]) as id`,
};

/** The number that the lock of a producer's topic goes by. Two that share one only wait for each other. */
export function producerTopicKey(producerId: number, topicId: number): number {
  return (Math.imul(producerId, 0x9e3779b1) ^ topicId) | 0;
}
