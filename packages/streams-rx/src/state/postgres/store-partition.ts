import type { Engine } from '@millrace/engine';
import { behindPrefix, prefixOfKey, type StateKey } from '../state-key.ts';
import type { KeyRange, MaybePromise, StateEntry, StoreChanges, StoreSpec, StoreState } from '../task-state.ts';
import { type CacheBudget, GenerationCache } from './generation-cache.ts';
import type { DeltaRow } from './load-deltas.ts';
import { mergeEntries } from './merge-entries.ts';
import { Overlay } from './overlay.ts';
import { PrefixList } from './prefix-list.ts';
import { PrefixLists } from './prefix-lists.ts';
import { readRanges, readValues } from './read-runs.ts';
import type { TablesOfStore } from './read-tables.ts';
import { ownBytes } from './row-bytes.ts';
import type { StateLimits } from './state-limits.ts';
import type { StateTable } from './state-table.ts';
import type { UnfoldedBytes } from './unfolded-bytes.ts';
import { unlessDropped } from './unless-dropped.ts';

export interface StorePartitionOptions {
  readonly engine: Pick<Engine, 'query'>;
  readonly limits: StateLimits;
  readonly budget: CacheBudget;
  readonly unfolded: UnfoldedBytes;
  readonly storeId: number;
  readonly partition: number;
  readonly spec: StoreSpec;
}

/** Deltas that are written no more and wait to be folded, with what they hold. */
export interface SealedDeltas {
  readonly tables: readonly number[];
  readonly overlay: Overlay;
  /** Of the last epoch in them, and the stream time as that left it. */
  readonly lastSequence: number;
  readonly streamTime: number | null;
}

/**
 * One store of one task. What is committed and not folded is in memory; behind it are the values that were read or folded lately, and
 * behind those the runs.
 */
export class StorePartition implements StoreState {
  readonly storeId: number;
  readonly partition: number;
  readonly spec: StoreSpec;
  streamTime: number | null = null;
  /** The table that epochs are written into, and what it holds. */
  deltaTable = 0;
  open = new Overlay();
  sealed: SealedDeltas | undefined;
  /** Newest first. */
  runs: readonly StateTable[] = [];
  lastSequence = 0;
  readonly #options: StorePartitionOptions;
  readonly #values: GenerationCache<Uint8Array | null>;
  readonly #lists: PrefixLists;
  /** Rises when what lies under the overlays changes: a read that was on its way then may not be remembered. */
  #version = 0;

  constructor(options: StorePartitionOptions) {
    this.#options = options;
    this.storeId = options.storeId;
    this.partition = options.partition;
    this.spec = options.spec;
    this.#values = new GenerationCache(options.budget, (value) => value?.length ?? 0);
    this.#lists = new PrefixLists(options.budget, options.spec.kind);
  }

  /** Entries whose time is before this (ms) have expired; null: none. */
  get expiredBefore(): number | null {
    const { kind, retentionMs } = this.spec;
    return kind === 'KEY_VALUE' || retentionMs === null || this.streamTime === null
      ? null
      : this.streamTime - retentionMs;
  }

  get(keys: readonly StateKey[]): MaybePromise<readonly (Uint8Array | null)[]> {
    const relief = this.#options.unfolded.relief();
    if (relief) return relief.then(() => this.get(keys));
    const values: (Uint8Array | null)[] = new Array(keys.length);
    const missing: number[] = [];
    for (let i = 0; i < keys.length; i++) {
      const known = this.#known(keys[i] as StateKey);
      if (known === undefined) missing.push(i);
      else values[i] = known;
    }
    return missing.length === 0 ? values : unlessDropped(() => this.#read(keys, values, missing));
  }

  ranges(asked: readonly KeyRange[]): MaybePromise<readonly (readonly StateEntry[])[]> {
    const relief = this.#options.unfolded.relief();
    if (relief) return relief.then(() => this.ranges(asked));
    const ranges = asked.map(withKnownPrefix);
    const found: (readonly StateEntry[])[] = new Array(ranges.length);
    const missing: number[] = [];
    for (let i = 0; i < ranges.length; i++) {
      const known = this.#knownRange(ranges[i] as KeyRange);
      if (known) found[i] = known;
      else missing.push(i);
    }
    return missing.length === 0 ? found : unlessDropped(() => this.#readRanges(ranges, found, missing));
  }

  /** Takes what its tables hold, right behind its making. */
  load({ deltas, runs }: TablesOfStore, rows: readonly DeltaRow[]): void {
    this.runs = runs;
    this.deltaTable = deltas.at(-1) as number;
    const [newest] = runs;
    this.lastSequence = newest?.lastSequence ?? 0;
    this.streamTime = newest?.streamTime ?? null;
    const older = new Overlay();
    for (const row of rows) {
      const overlay = row.table === this.deltaTable ? this.open : older;
      for (const [key, value] of row.entries) overlay.set(key, value);
      overlay.writtenBytes += row.byteSize;
      this.#options.unfolded.add(row.byteSize);
      this.lastSequence = row.sequence;
      this.streamTime = row.streamTime;
    }
    if (deltas.length === 1) return;
    const lastOfOlder = rows.findLast(({ table }) => table !== this.deltaTable);
    this.sealed = {
      tables: deltas.slice(0, -1),
      overlay: older,
      lastSequence: lastOfOlder?.sequence ?? newest?.lastSequence ?? 0,
      streamTime: lastOfOlder ? lastOfOlder.streamTime : (newest?.streamTime ?? null),
    };
  }

  /** What was committed as epoch `sequence`. `bytes`: of its row. */
  apply(changes: StoreChanges, sequence: number, bytes: number): void {
    this.lastSequence = sequence;
    this.streamTime = changes.streamTime;
    this.open.writtenBytes += bytes;
    this.#options.unfolded.add(bytes);
    this.#version += 1;
    const { expiredBefore } = this;
    for (const [key, value] of changes.entries) {
      const held = value && ownBytes(value);
      this.open.set(key, held);
      if (!this.#lists.isEmpty) this.#lists.apply(key, held, expiredBefore);
    }
  }

  /** Puts what was sealed under the cache, part by part while it is written into a run. */
  promote(entries: readonly (readonly [StateKey, Uint8Array | null])[]): void {
    this.#version += 1;
    for (const [key, value] of entries) this.#values.set(key, value);
  }

  /** From now on epochs are written into another table. */
  sealDelta(next: number): void {
    this.sealed = {
      tables: [this.deltaTable],
      overlay: this.open,
      lastSequence: this.lastSequence,
      streamTime: this.streamTime,
    };
    this.deltaTable = next;
    this.open = new Overlay();
  }

  /** What was sealed is in a run now. */
  folded(run: StateTable | null): void {
    this.#options.unfolded.add(-(this.sealed?.overlay.writtenBytes ?? 0));
    this.sealed = undefined;
    if (run) this.runs = [run, ...this.runs];
    this.#version += 1;
  }

  /** Some runs were merged into one, or into nothing. */
  merged(sources: readonly StateTable[], run: StateTable): void {
    // By number: `reconcile` may have taken other objects for the same tables while they were merged.
    const at = this.runs.findIndex(({ id }) => id === sources[0]?.id);
    this.runs = this.runs.toSpliced(at, sources.length, run);
  }

  /** What the catalogue says where it was not known how a fold or merge had ended. */
  reconcile({ deltas, runs }: TablesOfStore): void {
    if (this.sealed && !this.sealed.tables.some((id) => deltas.includes(id))) this.folded(null);
    this.runs = runs;
  }

  close(): void {
    this.#options.unfolded.add(-this.open.writtenBytes - (this.sealed?.overlay.writtenBytes ?? 0));
    this.#values.close();
    this.#lists.close();
  }

  /** undefined: it has to be read. */
  #known(key: StateKey): Uint8Array | null | undefined {
    const open = this.open.get(key);
    if (open !== undefined) return open;
    const sealed = this.sealed?.overlay.get(key);
    if (sealed !== undefined) return sealed;
    return this.runs.length === 0 ? null : this.#values.get(key);
  }

  async #read(
    keys: readonly StateKey[],
    values: (Uint8Array | null)[],
    missing: readonly number[],
  ): Promise<readonly (Uint8Array | null)[]> {
    const { engine, limits } = this.#options;
    const runs = this.runs.map(({ id }) => id);
    const version = this.#version;
    for (let from = 0; from < missing.length; from += limits.maxLookupKeys) {
      const wanted = missing.slice(from, from + limits.maxLookupKeys);
      const read = await readValues(
        engine,
        runs,
        wanted.map((i) => keys[i] as StateKey),
      );
      for (const [j, i] of wanted.entries()) {
        const value = read[j] ?? null;
        values[i] = value;
        if (version === this.#version) this.#values.set(keys[i] as StateKey, value);
      }
    }
    return values;
  }

  #knownRange(range: KeyRange): readonly StateEntry[] | undefined {
    const { from, to, prefix } = range;
    if (from >= to) return [];
    if (prefix !== undefined) {
      const known = this.#lists.slice(prefix, from, to);
      if (known) return known;
    }
    if (this.runs.length > 0) return undefined;
    const open = this.open.range(range);
    if (open.length === 0 && !this.sealed) return nothing;
    return mergeEntries([], this.#newer(range));
  }

  async #readRanges(
    ranges: readonly KeyRange[],
    found: (readonly StateEntry[])[],
    missing: readonly number[],
  ): Promise<readonly (readonly StateEntry[])[]> {
    const { engine } = this.#options;
    const runs = this.runs.map(({ id }) => id);
    const version = this.#version;
    // Of a prefix all that follows is read, so that the next ranges of it are known.
    const wanted = missing.map((i) => wholeOf(ranges[i] as KeyRange));
    // As the runs are now: by the time they are read, what lies over them may have been folded.
    const newer = wanted.map((range) => this.#newer(range));
    const read = await readRanges(engine, runs, wanted);
    for (const [j, i] of missing.entries()) {
      const range = ranges[i] as KeyRange;
      const entries = mergeEntries(read[j] ?? [], newer[j] as ReadonlyMap<StateKey, Uint8Array | null>);
      const list = new PrefixList((wanted[j] as KeyRange).from, entries);
      found[i] = list.slice(range.from, range.to);
      if (range.prefix !== undefined && version === this.#version) this.#lists.set(range.prefix, list);
    }
    return found;
  }

  /** What the overlays have of a range. */
  #newer(range: KeyRange): Map<StateKey, Uint8Array | null> {
    const newer = new Map(this.sealed?.overlay.range(range));
    for (const [key, value] of this.open.range(range)) newer.set(key, value);
    return newer;
  }
}

const nothing: readonly StateEntry[] = [];

/** What is kept by prefix is kept by those that `prefixOf` makes. */
function withKnownPrefix(range: KeyRange): KeyRange {
  const { from, to, prefix } = range;
  return prefix === undefined || prefixOfKey(prefix) === prefix ? range : { from, to };
}

function wholeOf(range: KeyRange): KeyRange {
  return range.prefix === undefined ? range : { ...range, to: behindPrefix(range.prefix) };
}
