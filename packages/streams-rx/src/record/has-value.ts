import type { StreamRecord } from './stream-record.ts';

/**
 * Whether a record is no tombstone. Decodes nothing for it.
 *
 * @example
 * counts.pipe(toStream(), filter(hasValue), mapValues((count) => count * 2))
 */
export function hasValue<K, V>(record: StreamRecord<K, V | null>): record is StreamRecord<K, V> {
  return !record.isTombstone;
}
