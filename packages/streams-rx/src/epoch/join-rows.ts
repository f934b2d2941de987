import { type StateKey, timeKey, timeKeyLength, timeOfKey } from '../state/state-key.ts';
import type { KeyRange, MaybePromise, StateEntry, StoreChanges, StoreState } from '../state/task-state.ts';
import { assertStorableKey } from './assert-storable-key.ts';
import type { EpochContext, EpochStore } from './epoch-context.ts';
import { storeValueTooLarge } from './store-value-too-large.ts';

const idLength = 8;

/** A record that is kept for those that come later. */
export interface JoinRow {
  readonly time: number;
  /** Tells it from others of its time: eight characters. */
  readonly id: StateKey;
  readonly bytes: Uint8Array;
  /** undefined: not decoded yet. */
  value: unknown;
}

/** The records of one prefix (`prefixOf`), as far as the epoch has looked. */
export class JoinRowsOfKey {
  readonly prefix: StateKey;
  /** In the order of time and id; most keys of an epoch have none. */
  #rows: JoinRow[] | undefined;
  /** Times to be read, both of them in it. */
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;

  constructor(prefix: StateKey) {
    this.prefix = prefix;
  }

  want(from: number, to: number): void {
    if (from > to) return;
    if (from < this.from) this.from = from;
    if (to > this.to) this.to = to;
  }

  add(row: JoinRow): void {
    this.#rows ??= [];
    const rows = this.#rows;
    // What comes is later than what is there, as a rule.
    let at = rows.length;
    while (at > 0 && isBefore(row, rows[at - 1] as JoinRow)) at -= 1;
    if (at === rows.length) rows.push(row);
    else rows.splice(at, 0, row);
  }

  /** Those from `from` to `to`, both of them included, in the order of time. */
  within(from: number, to: number): readonly JoinRow[] {
    const rows = this.#rows;
    if (!rows) return none;
    let end = rows.length;
    while (end > 0 && (rows[end - 1] as JoinRow).time > to) end -= 1;
    let start = end;
    while (start > 0 && (rows[start - 1] as JoinRow).time >= from) start -= 1;
    return start === end ? none : rows.slice(start, end);
  }
}

const none: readonly JoinRow[] = [];

const isBefore = (a: JoinRow, b: JoinRow) => a.time < b.time || (a.time === b.time && a.id < b.id);

/**
 * What a stream-stream join keeps (a BUFFER store), as an epoch sees it: records are added, and looked at by key and time. Nothing is kept that is
 * later than the store's stream time, so that only what an epoch's first records look back to has to be read.
 */
export class JoinRows implements EpochStore {
  readonly name: string;
  readonly #context: EpochContext;
  readonly #state: StoreState;
  readonly #changed: { readonly prefix: StateKey; readonly row: JoinRow }[] = [];
  #streamTime: number | null;

  constructor(context: EpochContext, name: string) {
    this.name = name;
    this.#context = context;
    this.#state = context.state(name);
    this.#streamTime = this.#state.streamTime;
    context.keep(this);
  }

  /** The greatest record time seen, in this epoch or before, ms; null before the first. */
  get streamTime(): number | null {
    return this.#streamTime;
  }

  observe(timestamp: number): void {
    if (this.#streamTime === null || timestamp > this.#streamTime) this.#streamTime = timestamp;
  }

  /** Reads what is wanted of them, once and before anything is added. */
  load(keys: Iterable<JoinRowsOfKey>): MaybePromise<void> {
    const { streamTime } = this.#state;
    if (streamTime === null) return;
    const wanted: JoinRowsOfKey[] = [];
    const ranges: KeyRange[] = [];
    for (const rows of keys) {
      const to = Math.min(rows.to, streamTime);
      if (rows.from > to) continue;
      const { prefix } = rows;
      wanted.push(rows);
      ranges.push({ from: prefix + timeKey(rows.from), to: prefix + timeKey(to + 1), prefix });
    }
    if (wanted.length === 0) return;
    const read = this.#state.ranges(ranges);
    if (read instanceof Promise) return read.then((found) => fill(wanted, found));
    fill(wanted, read);
  }

  add(rows: JoinRowsOfKey, row: JoinRow): void {
    rows.add(row);
    this.#changed.push({ prefix: rows.prefix, row });
  }

  changes(): StoreChanges | undefined {
    if (this.#changed.length === 0 && this.#streamTime === this.#state.streamTime) return undefined;
    const entries = new Map<StateKey, Uint8Array | null>();
    const { maxStateValueBytes } = this.#context;
    for (const { prefix, row } of this.#changed) {
      if (row.bytes.length > maxStateValueBytes) {
        throw storeValueTooLarge(this.name, row.bytes.length, maxStateValueBytes);
      }
      const key = prefix + timeKey(row.time) + row.id;
      assertStorableKey(this.name, key);
      entries.set(key, row.bytes);
    }
    return { store: this.name, streamTime: this.#streamTime, entries };
  }
}

function fill(wanted: readonly JoinRowsOfKey[], found: readonly (readonly StateEntry[])[]): void {
  for (const [i, rows] of wanted.entries()) {
    for (const { key, value: bytes } of found[i] as readonly StateEntry[]) {
      const time = timeOfKey(key, key.length - idLength - timeKeyLength);
      rows.add({ time, id: key.slice(-idLength), bytes, value: undefined });
    }
  }
}
