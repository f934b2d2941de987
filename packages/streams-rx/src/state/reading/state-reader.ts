import { MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { StateKey } from '../state-key.ts';
import { findStore, type KnownStore } from './find-store.ts';
import { readEntries, type StoreEntry } from './read-entries.ts';

/** An entry that a page ended with. */
export type EntryPosition = Pick<StoreEntry, 'partition' | 'key'>;

export interface EntryPage {
  readonly entries: readonly StoreEntry[];
  /** Pass as `after` to go on; null: there are no more. */
  readonly next: EntryPosition | null;
}

export interface StateScanInput {
  /** 1 to 10,000. */
  readonly limit: number;
  readonly after?: EntryPosition | undefined;
  /** Only entries whose keys it takes. A page ends behind some 10,000 keys looked at then, however few of them it has. */
  readonly accepts?: ((key: StateKey) => boolean) | undefined;
}

export interface StateRangeInput extends StateScanInput {
  /** The first key; omitted: from the first on. */
  readonly from?: StateKey | undefined;
  /** The first key that is not wanted any more; omitted: to the last. */
  readonly to?: StateKey | undefined;
  /** From the last key to the first. */
  readonly reverse?: boolean | undefined;
}

const maxEntries = 10_000;
/** Keys that a page looks at where not all are wanted, and those of them it reads of each partition at a time. */
const maxKeysLookedAt = 10_000;
const keysAtATime = 1_000;

/**
 * Reads a store from outside, from any process: what is committed, without what has expired. Keys are those that the store has
 * (`StoreKind` says what they are made of). STORE_NOT_FOUND.
 */
export class StateReader {
  readonly #engine: Pick<Engine, 'query'>;
  readonly #applicationId: string;
  readonly #store: string;

  constructor(options: {
    readonly engine: Pick<Engine, 'query'>;
    readonly applicationId: string;
    readonly store: string;
  }) {
    this.#engine = options.engine;
    this.#applicationId = options.applicationId;
    this.#store = options.store;
  }

  describe(): Promise<KnownStore> {
    return findStore(this.#engine, this.#applicationId, this.#store);
  }

  /** Entries of those keys that there are, by key; of several partitions where more than one has a key. */
  async get(keys: readonly StateKey[]): Promise<readonly StoreEntry[]> {
    const { id: storeId, partitions } = await this.describe();
    if (keys.length === 0) return [];
    return present(await readEntries(this.#engine, { storeId, partitions, keys }));
  }

  /** By key over all partitions. */
  async range(input: StateRangeInput): Promise<EntryPage> {
    assertLimit(input.limit);
    const { id, partitions } = await this.describe();
    return this.#page(id, partitions, input);
  }

  /** All entries, partition after partition, each by key. */
  async scan({ limit, after, accepts }: StateScanInput): Promise<EntryPage> {
    assertLimit(limit);
    const { id, partitions } = await this.describe();
    const entries: StoreEntry[] = [];
    const looks = { left: maxKeysLookedAt };
    for (const partition of partitions) {
      if (after && partition < after.partition) continue;
      const rest = limit - entries.length;
      const from = after?.partition === partition ? after : undefined;
      // Behind the last that is wanted only whether there is one more.
      const page = await this.#page(id, [partition], { limit: Math.max(1, rest), after: from, accepts }, looks);
      if (rest === 0 && page.entries.length > 0) return { entries, next: positionOf(entries.at(-1)) };
      if (rest > 0) entries.push(...page.entries);
      if (page.next) return { entries, next: page.next };
    }
    return { entries, next: null };
  }

  /** Looks at so many keys of each partition at a time as are wanted: some may be gone or not accepted, and then it looks on. */
  async #page(
    storeId: number,
    partitions: readonly number[],
    input: StateRangeInput,
    looks = { left: maxKeysLookedAt },
  ): Promise<EntryPage> {
    const { limit, after, accepts, reverse = false } = input;
    const maxRows = accepts ? Math.max(limit + 1, keysAtATime) : limit + 1;
    let { from, to } = input;
    // The key itself once more: another partition may have it, too.
    if (after && !reverse && (from === undefined || after.key > from)) from = after.key;
    if (after && reverse && (to === undefined || after.key < to)) to = behind(after.key);
    const found: StoreEntry[] = [];
    for (;;) {
      const rows = await readEntries(this.#engine, { storeId, partitions, from, to, maxRows, reverse });
      const end = commonEnd(rows, maxRows, reverse);
      for (const row of present(rows)) {
        const isBehindEnd = end !== null && (reverse ? row.key < end : row.key > end);
        if (!isBehindEnd && isAfter(row, after, reverse) && accepts?.(row.key) !== false) found.push(row);
      }
      if (found.length > limit) return { entries: found.slice(0, limit), next: positionOf(found[limit - 1]) };
      if (end === null) return { entries: found, next: null };
      looks.left -= rows.length;
      // All partitions have told whether they have that key.
      const last = { partition: partitions.at(reverse ? 0 : -1) as number, key: end };
      if (accepts && looks.left <= 0) return { entries: found, next: last };
      if (reverse) to = end;
      else from = behind(end);
    }
  }
}

/** Up to where all partitions have told what they have; null: to their end. */
function commonEnd(rows: readonly EntryPosition[], maxRows: number, reverse: boolean): StateKey | null {
  const counts = new Map<number, number>();
  let end: StateKey | null = null;
  for (const { partition, key } of rows) {
    const count = (counts.get(partition) ?? 0) + 1;
    counts.set(partition, count);
    if (count === maxRows && (end === null || (reverse ? key > end : key < end))) end = key;
  }
  return end;
}

function present(rows: Awaited<ReturnType<typeof readEntries>>): StoreEntry[] {
  return rows.flatMap(({ value, ...row }) => (value === null ? [] : [{ ...row, value }]));
}

function isAfter(row: EntryPosition, after: EntryPosition | undefined, reverse: boolean): boolean {
  if (!after) return true;
  const order = row.key === after.key ? row.partition - after.partition : row.key < after.key ? -1 : 1;
  return reverse ? order < 0 : order > 0;
}

const behind = (key: StateKey): StateKey => `${key}\u0000`;

function positionOf(entry: StoreEntry | undefined): EntryPosition | null {
  return entry ? { partition: entry.partition, key: entry.key } : null;
}

function assertLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxEntries) return;
  throw new MillraceError('INVALID_INPUT', `limit is 1 to ${maxEntries} entries, not ${limit}.`);
}
