import { MillraceError } from '@millrace/core';

const pattern = /^[a-zA-Z0-9._-]{1,249}$/;

/** Kafka's rule. INVALID_TOPIC_NAME. */
export function checkedTopicName(name: string): string {
  if (pattern.test(name) && name !== '.' && name !== '..') return name;
  throw new MillraceError(
    'INVALID_TOPIC_NAME',
    `"${name.slice(0, 249)}" is no name for a topic: it has 1 to 249 of a-z A-Z 0-9 . _ - and is neither . nor ..`,
  );
}
