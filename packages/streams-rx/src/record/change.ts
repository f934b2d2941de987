import type { RecordHeader } from '@millrace/engine';
import type { StateKey } from '../state/state-key.ts';
import type { Origin } from './origin.ts';

/**
 * A change of a table: its row of a key was `oldValue` and is `newValue`; null: there is none. Kafka Streams' Change.
 */
export interface Change<V> {
  readonly key: StateKey;
  readonly newValue: V | null;
  /** undefined: nobody downstream has asked for it. */
  readonly oldValue: V | null | undefined;
  /** ms since 1970. */
  readonly timestamp: number;
  /** Of the record that has made it; undefined: those of its origin. */
  readonly headers: readonly RecordHeader[] | undefined;
  readonly origin: Origin;
  readonly ordinal: number;
}

/** Of the record that has made a change. */
export function headersOf({ headers, origin }: Pick<Change<unknown>, 'headers' | 'origin'>): readonly RecordHeader[] {
  return headers ?? origin.batch.headers(origin.index);
}
