import { prefixOf, type StateKey, timeKey } from '../state/state-key.ts';
import { startsOf, type TimeWindows } from './time-windows.ts';

/** A window of a record key. */
export interface KeyedWindow {
  readonly start: number;
  /** That of its row. */
  readonly key: StateKey;
}

/** The windows of an epoch's records, whose keys are made once each: records of one key are mostly in the same ones. */
export class WindowKeys {
  readonly #windows: TimeWindows;
  /** Of each record key, those of its latest record. */
  readonly #latest = new Map<StateKey, readonly KeyedWindow[]>();

  constructor(windows: TimeWindows) {
    this.#windows = windows;
  }

  /** Those that a time is in, ascending. */
  of(recordKey: StateKey, timestamp: number): readonly KeyedWindow[] {
    const { sizeMs, advanceMs } = this.#windows;
    const latest = this.#latest.get(recordKey);
    if (latest && latest.length > 0) {
      const { start: first } = latest[0] as KeyedWindow;
      const { start: last } = latest[latest.length - 1] as KeyedWindow;
      // The first one has not ended, the one before it has; the last one has begun, the one behind it has not.
      const isSinceEnd = timestamp >= first - advanceMs + sizeMs;
      if (isSinceEnd && timestamp < first + sizeMs && timestamp >= last && timestamp < last + advanceMs) return latest;
    }
    const prefix = prefixOf(recordKey);
    const found = startsOf(this.#windows, timestamp).map((start) => ({ start, key: prefix + timeKey(start) }));
    this.#latest.set(recordKey, found);
    return found;
  }
}
