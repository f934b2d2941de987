import { SortedMap } from '../state/sorted-map.ts';
import { prefixOf, type StateKey, timeKey, timeKeyLength, timeOfKey } from '../state/state-key.ts';
import type { MaybePromise, StateEntry, StoreChanges, StoreState } from '../state/task-state.ts';
import type { EpochContext, EpochStore } from './epoch-context.ts';
import { storeValueTooLarge } from './store-value-too-large.ts';
import { decodeWaiting, encodeWaiting, lengthBytes, type WaitingRecord } from './waiting-record.ts';

/** Stretches of time that entries are kept by: what falls due within one is read once and kept in the cache, and is no more than a fraction of what waits. */
const stretches = 256;
const suffixLength = timeKeyLength + 8;

/**
 * Records of one task in the order of time, whatever their keys (a BUFFER store). Each waits `waitMs`, and is due when stream time is further from its
 * own. Taken ones are not deleted: they have expired, as the store keeps them no longer than that.
 */
export class WaitingRecords implements EpochStore {
  readonly name: string;
  readonly #context: EpochContext;
  readonly #state: StoreState;
  readonly #waitMs: number;
  readonly #stretchMs: number;
  readonly #entries = new SortedMap<WaitingRecord>();
  readonly #changed = new Map<StateKey, WaitingRecord | null>();
  #streamTime: number | null;

  constructor(context: EpochContext, name: string, waitMs: number) {
    this.name = name;
    this.#context = context;
    this.#state = context.state(name);
    this.#streamTime = this.#state.streamTime;
    this.#waitMs = waitMs;
    this.#stretchMs = Math.max(1, Math.ceil(waitMs / stretches));
    context.keep(this);
  }

  /** Reads what waits and is due by `streamTime`, which is the greatest that the epoch will see. */
  load(streamTime: number): MaybePromise<void> {
    const before = this.#state.streamTime;
    if (before === null) return;
    const from = before - this.#waitMs;
    // What waits came before.
    const to = Math.min(streamTime - this.#waitMs - 1, before);
    if (to < from) return;
    const ranges = [];
    for (let start = this.#stretchOf(from); start <= to; start += this.#stretchMs) {
      const prefix = this.#prefixOf(start);
      ranges.push({ prefix, from: prefix + timeKey(Math.max(start, from)), to: prefix + timeKey(to + 1) });
    }
    const read = this.#state.ranges(ranges);
    if (read instanceof Promise) return read.then((found) => this.#fill(found));
    this.#fill(read);
  }

  add(record: WaitingRecord): void {
    const key = timeKey(record.time) + record.id;
    this.#entries.set(key, record);
    this.#changed.set(key, record);
  }

  /** It waits no longer, if it does. */
  remove(id: StateKey, time: number): void {
    const key = timeKey(time) + id;
    this.#entries.delete(key);
    if (this.#changed.get(key)) this.#changed.delete(key);
    else this.#changed.set(key, null);
  }

  /** The greatest record time that `advance` has been given, in this epoch or before, ms; null before the first. */
  get streamTime(): number | null {
    return this.#streamTime;
  }

  /** What was loaded or added, and will have fallen due by then, in the order of time. */
  dueBy(streamTime: number): WaitingRecord[] {
    return this.#entries.range('', timeKey(streamTime - this.#waitMs)).map(([, record]) => record);
  }

  /** What was loaded or added and is not due, in the order of time: the first `count`. */
  pending(count = Number.POSITIVE_INFINITY): WaitingRecord[] {
    const from = this.#streamTime === null ? '' : timeKey(this.#streamTime - this.#waitMs);
    return this.#entries.first(from, count).map(([, record]) => record);
  }

  /** Moves stream time, never back, and gives what has fallen due by that, in the order of time. */
  advance(timestamp: number): WaitingRecord[] {
    const before = this.#streamTime;
    if (before !== null && timestamp <= before) return [];
    this.#streamTime = timestamp;
    if (before === null) return [];
    return this.#entries
      .range(timeKey(before - this.#waitMs), timeKey(timestamp - this.#waitMs))
      .map(([, record]) => record);
  }

  changes(): StoreChanges | undefined {
    if (this.#changed.size === 0 && this.#streamTime === this.#state.streamTime) return undefined;
    const entries = new Map<StateKey, Uint8Array | null>();
    for (const [key, record] of this.#changed) {
      const size = record ? lengthBytes + record.key.length + record.value.length : 0;
      if (size > this.#context.maxStateValueBytes) {
        throw storeValueTooLarge(this.name, size, this.#context.maxStateValueBytes);
      }
      entries.set(this.#prefixOf(timeOfKey(key, 0)) + key, record && encodeWaiting(record));
    }
    return { store: this.name, streamTime: this.#streamTime, entries };
  }

  #fill(found: readonly (readonly StateEntry[])[]): void {
    for (const { key, value } of found.flat()) {
      const ownKey = key.slice(-suffixLength);
      this.#entries.set(ownKey, decodeWaiting(timeOfKey(ownKey, 0), ownKey.slice(timeKeyLength), value));
    }
  }

  #stretchOf(time: number): number {
    return Math.floor(time / this.#stretchMs) * this.#stretchMs;
  }

  #prefixOf(time: number): StateKey {
    return prefixOf(timeKey(this.#stretchOf(time)));
  }
}
