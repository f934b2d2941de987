import { numberSerde, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import type { WaitingRecord } from '../epoch/waiting-record.ts';
import { WaitingRecords } from '../epoch/waiting-records.ts';
import type { Change } from '../record/change.ts';
import type { HeldPlace } from '../record/held-place.ts';
import type { Origin } from '../record/origin.ts';
import { RecordIds } from '../record/record-ids.ts';
import type { StateKey } from '../state/state-key.ts';
import type { MaybePromise } from '../state/task-state.ts';
import type { BufferedRow, SuppressedRow } from './buffered-row.ts';

export interface SuppressBufferOptions<V> {
  /** The store of what is held back, by key, and of what rows are behind it whose last change was given up. */
  readonly rows: string;
  /** The store of when it is due. */
  readonly waiting: string;
  /** How many rows may be held back, and the store of how many are; undefined: any number. */
  readonly limit: { readonly store: string; readonly maxKeys: number } | undefined;
  readonly serde: Serde<SuppressedRow<V>>;
  /** That the changes come from. */
  readonly topics: readonly string[];
  /** How long a row is held back at most, ms of stream time. */
  readonly waitMs: number;
}

export interface DueRow<V> {
  readonly key: StateKey;
  readonly row: Pick<BufferedRow<V>, 'timestamp' | 'prior' | 'value'>;
  /** Of one that was held back: what tells it from others, and where its last change is from. */
  readonly held: (Pick<BufferedRow<V>, 'time' | 'id'> & { readonly place: HeldPlace }) | undefined;
}

const nothing = new Uint8Array();
/** The only key of the store of the count. */
const countKey = '';

/** Rows of a table that are held back, as an epoch sees them: by key, and in the order in which they are due. With those that were given up. */
export class SuppressBuffer<V> {
  readonly #waitMs: number;
  readonly #maxKeys: number;
  readonly #rows: KeyValueEpoch<SuppressedRow<V>>;
  readonly #waiting: WaitingRecords;
  readonly #count: KeyValueEpoch<number> | undefined;
  readonly #ids: RecordIds;

  constructor(epoch: EpochContext, options: SuppressBufferOptions<V>) {
    const { rows, waiting, limit, serde, topics, waitMs } = options;
    this.#waitMs = waitMs;
    this.#maxKeys = limit?.maxKeys ?? Number.POSITIVE_INFINITY;
    this.#rows = new KeyValueEpoch(epoch, rows, serde);
    this.#waiting = new WaitingRecords(epoch, waiting, waitMs);
    this.#count = limit && new KeyValueEpoch(epoch, limit.store, numberSerde);
    this.#ids = new RecordIds(topics);
  }

  /** Reads what these changes may look at, and what falls due by them. */
  load(changes: readonly Change<V>[]): MaybePromise<void> {
    let latest = Number.NEGATIVE_INFINITY;
    for (const { timestamp } of changes) latest = Math.max(latest, timestamp);
    const keys = new Set(changes.map(({ key }) => key));
    return inTurn([
      () => allReady([this.#rows.load(keys), this.#count?.load([countKey])]),
      () => this.#waiting.load(this.#excess(changes.length) > 0 ? Number.POSITIVE_INFINITY : latest),
      () => {
        const due = this.#waiting.dueBy(latest);
        const excess = this.#excess(changes.length);
        const early = excess > 0 ? this.#waiting.pending().slice(0, due.length + excess) : [];
        return this.#rows.load([...due, ...early].map(({ key }) => key));
      },
    ]);
  }

  /**
   * Takes a change in, which moves stream time, and gives what is to be given on because of it, in the order of time. `dueAt`: the stream time
   * at which a row falls due that is not held back yet. `oldValue`: what the row was before the change, which has been given on if it was not given up.
   */
  put({ key, newValue: value, timestamp, origin }: Change<V>, dueAt: number, oldValue: V | null): DueRow<V>[] {
    const id = this.#ids.next(origin);
    const kept = this.#rows.get(key);
    if (kept && kept.time !== undefined) {
      this.#rows.set(key, { ...kept, timestamp, value, place: placeOf(origin) });
      return this.#take(timestamp);
    }
    const prior = kept ? kept.prior : oldValue;
    if (dueAt <= Math.max(timestamp, this.#waiting.streamTime ?? timestamp)) {
      if (kept) this.#rows.set(key, null);
      return [...this.#take(timestamp), { key, row: { timestamp, prior, value }, held: undefined }];
    }
    const time = dueAt - this.#waitMs - 1;
    this.#rows.set(key, { time, id, timestamp, prior, value, place: placeOf(origin) });
    this.#waiting.add({ time, id, key, value: nothing, place: undefined });
    this.#counted(1);
    return this.#take(timestamp);
  }

  /** Takes a change in by which there is no row any more, and nothing to be given on of it. */
  remove({ key, timestamp, origin }: Change<V>): DueRow<V>[] {
    this.#ids.next(origin);
    const held = this.#rows.get(key);
    if (held && held.time !== undefined) {
      this.#waiting.remove(held.id, held.time);
      this.#rows.set(key, null);
      this.#counted(-1);
    }
    return this.#take(timestamp);
  }

  /** One that was due is not given on, and never will be: until another change of it is, the row is `prior` to all behind. */
  giveUp({ key, row: { prior } }: DueRow<V>): void {
    this.#rows.set(key, { time: undefined, prior });
  }

  #take(timestamp: number): DueRow<V>[] {
    const due = this.#waiting.advance(timestamp).map(({ key }) => this.#release(key));
    while (this.#excess(0) > 0) {
      const [oldest] = this.#waiting.pending(1) as [WaitingRecord];
      const { id, time } = this.#rows.get(oldest.key) as BufferedRow<V>;
      this.#waiting.remove(id, time);
      due.push(this.#release(oldest.key));
    }
    return due;
  }

  #release(key: StateKey): DueRow<V> {
    const row = this.#rows.get(key) as BufferedRow<V>;
    this.#rows.set(key, null);
    this.#counted(-1);
    const { time, id, place = this.#ids.placeOf(id) } = row;
    return { key, row, held: { time, id, place } };
  }

  #counted(more: number): void {
    this.#count?.set(countKey, (this.#count.get(countKey) ?? 0) + more);
  }

  /** How many rows more than there may be are held back with so many more. */
  #excess(more: number): number {
    return this.#count ? (this.#count.get(countKey) ?? 0) + more - this.#maxKeys : 0;
  }
}

/** Of what was held, only where it is from. */
const placeOf = ({ batch, index }: Origin): HeldPlace => ({
  topic: batch.topic,
  offset: batch.offset(index),
  headers: [],
});

/** One read after the other, each of which depends on those before. */
function inTurn(reads: readonly (() => MaybePromise<void>)[]): MaybePromise<void> {
  const [first, ...rest] = reads;
  const ready = first?.();
  if (rest.length === 0) return ready;
  return ready instanceof Promise ? ready.then(() => inTurn(rest)) : inTurn(rest);
}
