import { numberSerde, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { RangeEpoch, type TimeSpan } from '../epoch/range-epoch.ts';
import { type StateKey, timeKey, timeKeyLength, timeOfKey } from '../state/state-key.ts';
import type { MaybePromise } from '../state/task-state.ts';
import type { SlidingWindows } from './sliding-windows.ts';

/** Stores beside the table's: windows as they would be had they not closed, and the times of records. */
export const slidingSuffixes = { closed: 'closed', times: 'times' } as const;

const startOf = (key: StateKey) => timeOfKey(key, key.length - timeKeyLength);

/**
 * The sliding windows of an epoch, by their starts. What comes to a window that has closed does not change the table, but is kept beside it:
 * windows that come later and are open take what they have from those around them.
 */
export class SlidingRows<A> {
  readonly #windows: SlidingWindows;
  readonly #rows: RangeEpoch<A>;
  readonly #closed: RangeEpoch<A>;
  readonly #times: RangeEpoch<number>;

  constructor(epoch: EpochContext, store: string, serde: Serde<A>, windows: SlidingWindows) {
    this.#windows = windows;
    this.#rows = new RangeEpoch(epoch, store, serde, 'WINDOW');
    this.#closed = new RangeEpoch(epoch, `${store}-${slidingSuffixes.closed}`, serde, 'WINDOW');
    this.#times = new RangeEpoch(epoch, `${store}-${slidingSuffixes.times}`, numberSerde, 'WINDOW');
  }

  get streamTime(): number | null {
    return this.#rows.streamTime;
  }

  observe(timestamp: number): void {
    this.#rows.observe(timestamp);
    this.#closed.observe(timestamp);
    this.#times.observe(timestamp);
  }

  /** Whether a window that ends then has closed. */
  hasClosed(end: number): boolean {
    const { streamTime } = this.#rows;
    return streamTime !== null && end + this.#windows.graceMs < streamTime;
  }

  /** Reads what records of these keys and times may look at. */
  load(records: readonly { readonly prefix: StateKey; readonly timestamp: number }[]): MaybePromise<void> {
    const { timeDifferenceMs: difference } = this.#windows;
    const rows: TimeSpan[] = [];
    const times: TimeSpan[] = [];
    for (const { prefix, timestamp } of records) {
      if (this.hasClosed(timestamp + difference)) continue;
      rows.push({ prefix, from: timestamp - 2 * difference, to: timestamp + 1 });
      times.push({ prefix, from: timestamp - difference - 1, to: timestamp + difference + 1 });
    }
    return allReady([this.#rows.load(rows), this.#closed.load(rows), this.#times.load(times)]);
  }

  /** Starts of the windows that are there, within `from` and `to`, ascending. */
  starts(prefix: StateKey, from: number, to: number): number[] {
    const open = this.#rows.keys(prefix, from, to).map(startOf);
    const closed = this.#closed.keys(prefix, from, to).map(startOf);
    return closed.length === 0 ? open : [...new Set([...open, ...closed])].sort((a, b) => a - b);
  }

  get(prefix: StateKey, start: number): A | null {
    const key = prefix + timeKey(start);
    return this.#closed.get(key) ?? this.#rows.get(key);
  }

  /** A copy, which may become another window's. */
  copy(prefix: StateKey, start: number): A | null {
    const key = prefix + timeKey(start);
    return this.#closed.copy(key) ?? this.#rows.copy(key);
  }

  /** Whether it is the table that has changed. */
  set(prefix: StateKey, start: number, value: A | null): boolean {
    const isOpen = !this.hasClosed(start + this.#windows.timeDifferenceMs);
    (isOpen ? this.#rows : this.#closed).set(prefix + timeKey(start), value);
    return isOpen;
  }

  /** Times within `from` and `to` at which the key has had records, ascending. */
  recordTimes(prefix: StateKey, from: number, to: number): number[] {
    return this.#times.keys(prefix, from, to).map(startOf);
  }

  keepTime(prefix: StateKey, timestamp: number): void {
    this.#times.set(prefix + timeKey(timestamp), 1);
  }
}
