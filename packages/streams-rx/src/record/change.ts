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
  readonly origin: Origin;
  readonly ordinal: number;
}
