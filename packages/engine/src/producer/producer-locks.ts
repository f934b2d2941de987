import type { PreparedStatement } from '@millrace/database';

/** Without waiting: a row says which lock was had. */
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
