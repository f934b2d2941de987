import { MillraceError } from '@millrace/core';

const legal = /^[a-zA-Z0-9._-]{1,249}$/;

/** Kafka's rule for topic names (org.apache.kafka.common.internals.Topic). */
export function isTopicName(name: string): boolean {
  return legal.test(name) && name !== '.' && name !== '..';
}

/** Throws INVALID_TOPIC_NAME. */
export function assertTopicName(name: string): void {
  if (isTopicName(name)) return;
  throw new MillraceError(
    'INVALID_TOPIC_NAME',
    `"${name.slice(0, 249)}" is not a legal topic name: it takes 1 to 249 of a-z, A-Z, 0-9, dot, underscore and hyphen, and is neither . nor ..`,
  );
}
