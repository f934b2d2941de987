import { MillraceError } from '@millrace/core';
import type { Transaction } from '@millrace/engine';
import type { GlobalRow } from '../record/global-row.ts';
import type { GlobalRowError } from '../record/global-row-error.ts';
import type { Origin } from '../record/origin.ts';
import type { StateKey } from '../state/state-key.ts';
import type { StoreChanges, StoreState, TaskState } from '../state/task-state.ts';
import { EpochOutput } from './epoch-output.ts';
import type { GlobalRows } from './global-rows.ts';
import type { Releases } from './releases.ts';

/** What a store of an epoch gives at its end. */
export interface EpochStore {
  readonly name: string;
  /** undefined: nothing has changed. */
  changes(): StoreChanges | undefined;
}

/** What of an epoch's transaction is open to the caller. */
export type CommitSql = Pick<Transaction, 'query' | 'signal'>;

/** The caller's own part of an epoch's commit. */
export type CommitWork = (tx: CommitSql) => Promise<void>;

export interface EpochCounts {
  late: number;
  skipped: number;
}

export interface EpochContextOptions {
  /** Its id, as `0/1`. */
  readonly task: string;
  readonly partition: number;
  readonly state: TaskState;
  /** Of the process, ms since 1970, as the epoch began. */
  readonly wallClock: number;
  readonly maxOutputRecords: number;
  readonly maxStateValueBytes: number;
  readonly globals: GlobalRows;
  /** Tells of a record that came too late. */
  readonly onLate: ((record: Origin) => void) | undefined;
  readonly releases: Releases;
}

/** What the nodes of an epoch share: its state, its outputs, what is counted. It ends with the epoch, committed or not. */
export class EpochContext {
  readonly partition: number;
  readonly wallClock: number;
  readonly maxStateValueBytes: number;
  readonly counts: EpochCounts = { late: 0, skipped: 0 };
  /** What was kept back and goes on in this epoch asks here. */
  readonly releases: Releases;
  readonly #options: EpochContextOptions;
  readonly #stores: EpochStore[] = [];
  readonly #outputs = new Map<string, EpochOutput>();
  readonly #commitWork: CommitWork[] = [];
  #outputRecords = 0;

  constructor(options: EpochContextOptions) {
    this.#options = options;
    this.partition = options.partition;
    this.wallClock = options.wallClock;
    this.maxStateValueBytes = options.maxStateValueBytes;
    this.releases = options.releases;
  }

  /** The committed state of a store. */
  state(name: string): StoreState {
    return this.#options.state.store(name);
  }

  /** Registers what a store of this epoch gives at its end. */
  keep(store: EpochStore): void {
    this.#stores.push(store);
  }

  global(topic: string): ReadonlyMap<StateKey, GlobalRow> {
    return this.#options.globals.rows(topic);
  }

  /** A row of a global table that cannot be decoded. Returns where it is to be as if it was not there; throws the error else. */
  unreadable(error: GlobalRowError): void {
    this.#options.globals.unreadable(error, this.#options.task);
  }

  /** Where a sink puts its records. */
  output(topic: string): EpochOutput {
    let output = this.#outputs.get(topic);
    if (!output) {
      output = new EpochOutput(topic);
      this.#outputs.set(topic, output);
    }
    return output;
  }

  /** TOO_MANY_RECORDS: an epoch makes more than a transaction takes. */
  countOutput(more = 1): void {
    this.#outputRecords += more;
    if (this.#outputRecords <= this.#options.maxOutputRecords) return;
    throw new MillraceError(
      'TOO_MANY_RECORDS',
      `One epoch has made more than ${this.#options.maxOutputRecords} records, which are one transaction: make fewer of one input record, or split it before it is produced.`,
    );
  }

  onCommit(work: CommitWork): void {
    this.#commitWork.push(work);
  }

  /** A record that a window or a grace period had no more room for. Kafka's dropped-records. */
  late(origin: Origin): void {
    this.counts.late += 1;
    this.#options.onLate?.(origin);
  }

  /** A record that an operator has no use for: one without a key where there must be one. */
  skip(): void {
    this.counts.skipped += 1;
  }

  get outputs(): readonly EpochOutput[] {
    return [...this.#outputs.values()].filter(({ count }) => count > 0);
  }

  get commitWork(): readonly CommitWork[] {
    return this.#commitWork;
  }

  changes(): StoreChanges[] {
    return this.#stores.flatMap((store) => store.changes() ?? []);
  }
}
