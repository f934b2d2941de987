import { MillraceError, type Serde } from '@millrace/core';
import { SortedList } from '../state/sorted-list.ts';
import { behindAll, type StateKey, timeKey } from '../state/state-key.ts';
import {
  type MaybePromise,
  type StateEntry,
  type StoreChanges,
  type StoreState,
  timeFromEnd,
} from '../state/task-state.ts';
import { assertStorableKey } from './assert-storable-key.ts';
import type { EpochContext, EpochStore } from './epoch-context.ts';
import { storeValueTooLarge } from './store-value-too-large.ts';

/** A prefix (`prefixOf` of a record key) and times, both of them in it; infinite ones for no bound. */
export interface TimeSpan {
  readonly prefix: StateKey;
  readonly from: number;
  readonly to: number;
}

export interface RangeEntry<V> {
  readonly key: StateKey;
  readonly value: V;
}

interface Held<V> {
  readonly bytes: Uint8Array | null;
  /** undefined: not decoded yet. */
  value: V | undefined;
}

/** What an epoch knows of one prefix. */
interface Prefix<V> {
  readonly entries: SortedList<Held<V>>;
  /** Apart from each other, ascending. */
  spans: Pick<TimeSpan, 'from' | 'to'>[];
}

/** Times that `timeKey` can write, and one more at the end. */
const earliest = Number.MIN_SAFE_INTEGER;
const latest = Number.MAX_SAFE_INTEGER - 1;

/**
 * A store of entries with times (WINDOW, SESSION, BUFFER) as an epoch sees it by ranges: what was committed before, and what the epoch has done
 * since. Of a session the time is its end. What has expired may be among it: who reads it knows what is too old to be looked at.
 */
export class RangeEpoch<V> implements EpochStore {
  readonly name: string;
  readonly #state: StoreState;
  readonly #serde: Serde<V>;
  readonly #context: EpochContext;
  /** Characters of a key from its time on. */
  readonly #suffix: number;
  readonly #prefixes = new Map<StateKey, Prefix<V>>();
  readonly #changed = new Map<StateKey, V | null>();
  #hasAll = false;
  #streamTime: number | null;

  constructor(context: EpochContext, name: string, serde: Serde<V>, kind: keyof typeof timeFromEnd) {
    this.name = name;
    this.#context = context;
    this.#serde = serde;
    this.#suffix = timeFromEnd[kind];
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

  /** Reads what lies in the spans: to be waited for before `entries` and `get`. Spans may overlap, and be loaded again. */
  load(spans: Iterable<TimeSpan>): MaybePromise<void> {
    const wanted = new Map<StateKey, Prefix<V>['spans']>();
    for (const { prefix, from, to } of spans) {
      const held = this.#heldOf(prefix);
      const span = { from: Math.max(from, earliest), to: Math.min(to, latest) };
      if (span.to < span.from || covers(held.spans, span)) continue;
      const before = wanted.get(prefix);
      if (before) before.push(span);
      else wanted.set(prefix, [span]);
    }
    if (wanted.size === 0) return;
    const ranges = [...wanted].flatMap(([prefix, more]) => {
      const held = this.#prefixes.get(prefix) as Prefix<V>;
      const apart = joined(more);
      held.spans = held.spans.length === 0 ? apart : joined([...held.spans, ...apart]);
      return apart.map(({ from, to }) => ({ from: prefix + timeKey(from), to: prefix + timeKey(to + 1), prefix }));
    });
    const read = this.#state.ranges(ranges);
    if (read instanceof Promise) return read.then((found) => this.#fill(found));
    this.#fill(read);
  }

  /** Reads everything: to be waited for before `all`. */
  loadAll(): MaybePromise<void> {
    if (this.#hasAll) return;
    this.#hasAll = true;
    const read = this.#state.ranges([{ from: '', to: behindAll }]);
    if (read instanceof Promise) return read.then((found) => this.#fill(found));
    this.#fill(read);
  }

  /** Whether all entries of a prefix in those times (both included) were loaded. */
  knows(prefix: StateKey, from: number, to: number): boolean {
    return this.#knows(this.#prefixes.get(prefix), { from: Math.max(from, earliest), to: Math.min(to, latest) });
  }

  /** Entries of all prefixes whose time is within `from` and `to` (both included), ascending by key. After `loadAll`. */
  all(from: number, to: number): RangeEntry<V>[] {
    return [...this.#prefixes.keys()].sort().flatMap((prefix) => this.entries(prefix, from, to));
  }

  /** Entries whose time is within `from` and `to` (both included), ascending by key. They must have been loaded. */
  entries(prefix: StateKey, from: number, to: number): RangeEntry<V>[] {
    return this.#range(prefix, from, to).map(([key, entry]) => ({ key, value: this.#decoded(entry) }));
  }

  /** The same without values. */
  keys(prefix: StateKey, from: number, to: number): StateKey[] {
    return this.#range(prefix, from, to).map(([key]) => key);
  }

  /** The value of a key whose time lies in a span that was loaded. */
  get(key: StateKey): V | null {
    const entry = this.#prefix(key).entries.get(key);
    return entry ? this.#decoded(entry) : null;
  }

  /** The same as a copy of its own, for who keeps it while the value is changed in place. */
  copy(key: StateKey): V | null {
    const entry = this.#prefix(key).entries.get(key);
    return entry ? this.#serde.deserialize(entry.bytes ?? this.#serde.serialize(entry.value as V)) : null;
  }

  /** Any key: it needs not have been loaded to be written. */
  set(key: StateKey, value: V | null): void {
    const { entries } = this.#heldOf(this.#prefixOf(key));
    this.#changed.set(key, value);
    if (value === null) entries.delete(key);
    else entries.set(key, { bytes: null, value });
  }

  changes(): StoreChanges | undefined {
    if (this.#changed.size === 0 && this.#streamTime === this.#state.streamTime) return undefined;
    const entries = new Map<StateKey, Uint8Array | null>();
    for (const [key, value] of this.#changed) {
      assertStorableKey(this.name, key);
      const bytes = value === null ? null : this.#serde.serialize(value);
      if (bytes && bytes.length > this.#context.maxStateValueBytes) {
        throw storeValueTooLarge(this.name, bytes.length, this.#context.maxStateValueBytes);
      }
      entries.set(key, bytes);
    }
    return { store: this.name, streamTime: this.#streamTime, entries };
  }

  #range(prefix: StateKey, from: number, to: number): [StateKey, Held<V>][] {
    const span = { from: Math.max(from, earliest), to: Math.min(to, latest) };
    if (span.to < span.from) return [];
    const held = this.#prefixes.get(prefix);
    if (!this.#knows(held, span)) throw this.#notLoaded();
    return held ? held.entries.range(prefix + timeKey(span.from), prefix + timeKey(span.to + 1)) : [];
  }

  #knows(held: Prefix<V> | undefined, span: Span): boolean {
    return this.#hasAll || (held !== undefined && covers(held.spans, span));
  }

  #fill(found: readonly (readonly StateEntry[])[]): void {
    for (const entries of found) {
      for (const { key, value: bytes } of entries) {
        const held = this.#heldOf(this.#prefixOf(key)).entries;
        if (!this.#changed.has(key) && !held.get(key)) held.set(key, { bytes, value: undefined });
      }
    }
  }

  #decoded(entry: Held<V>): V {
    if (entry.value === undefined) entry.value = this.#serde.deserialize(entry.bytes as Uint8Array);
    return entry.value;
  }

  #prefix(key: StateKey): Prefix<V> {
    const held = this.#prefixes.get(this.#prefixOf(key));
    if (!held) throw this.#notLoaded();
    return held;
  }

  #prefixOf(key: StateKey): StateKey {
    return key.slice(0, key.length - this.#suffix);
  }

  #heldOf(prefix: StateKey): Prefix<V> {
    let held = this.#prefixes.get(prefix);
    if (!held) {
      held = { entries: new SortedList<Held<V>>(), spans: [] };
      this.#prefixes.set(prefix, held);
    }
    return held;
  }

  #notLoaded(): MillraceError {
    return new MillraceError('INTERNAL', `A range of store "${this.name}" was looked at before it was loaded.`);
  }
}

type Span = Pick<TimeSpan, 'from' | 'to'>;

const covers = (spans: readonly Span[], { from, to }: Span) => spans.some((span) => span.from <= from && to <= span.to);

/** The same times in as few spans as it takes, ascending. */
function joined(spans: Span[]): Span[] {
  if (spans.length === 1) return spans;
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
