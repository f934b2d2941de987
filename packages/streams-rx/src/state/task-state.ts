import type { Transaction } from '@millrace/engine';
import type { StateKey } from './state-key.ts';

/**
 * KEY_VALUE: a record key. WINDOW: the prefix of a record key (`prefixOf`) and the window's start (`timeKey`). SESSION: the prefix, the
 * session's end and its start. BUFFER: the prefix, a record's time and eight more bytes that tell records of one time apart.
 */
export type StoreKind = 'KEY_VALUE' | 'WINDOW' | 'SESSION' | 'BUFFER';

/** Bytes from the end of a key at which its time begins, by which entries expire. */
export const timeFromEnd = { WINDOW: 8, SESSION: 16, BUFFER: 16 } as const satisfies Record<
  Exclude<StoreKind, 'KEY_VALUE'>,
  number
>;

/** A state store of an application, as its topology says. */
export interface StoreSpec {
  /** 1 to 200 of a-z A-Z 0-9 . _ -; one in an application. */
  readonly name: string;
  readonly kind: StoreKind;
  /** Entries whose time is older than the store's stream time less this, ms, are gone, whether or not they are on disk still. null: for ever. */
  readonly retentionMs: number | null;
  /** Whether its keys are made of `retentionMs` too: then that cannot change under the same name. */
  readonly isLaidOutByRetention?: boolean;
  /** Of WINDOW: the size of all its windows, ms, which is in no key and cannot change under the same name. Default null: there is none. */
  readonly windowSizeMs?: number | null;
  /** How long its entries still change, ms of stream time, so that none may have been dropped earlier. Default 0. */
  readonly neededMs?: number;
  /** How record keys and values are written, which cannot change under the same name. A serde of the caller's own is BYTES. */
  readonly keyFormat: string;
  readonly valueFormat: string;
  /** Whether it holds a table that may be read from outside; else it is an operator's own. */
  readonly isTable: boolean;
}

export interface StateEntry {
  readonly key: StateKey;
  readonly value: Uint8Array;
}

/** Keys from `from` up to `to`, which is not among them. */
export interface KeyRange {
  readonly from: StateKey;
  readonly to: StateKey;
  /** Made by `prefixOf`: set where all keys of the range begin with it, and ranges with it will be asked for again: worth remembering. */
  readonly prefix?: StateKey;
}

export type MaybePromise<T> = T | Promise<T>;

/** The committed state of one store of a task: as its last committed epoch left it. */
export interface StoreState {
  /** The greatest record time its operator had seen, ms; null before the first. */
  readonly streamTime: number | null;
  /**
   * Values of keys, in their order; null: there is none. What has expired may be there still. A promise only where something has to be
   * read. The bytes are the store's: they are not to be changed.
   */
  get(keys: readonly StateKey[]): MaybePromise<readonly (Uint8Array | null)[]>;
  /** Entries of each range, ascending. What has expired may be among them. */
  ranges(ranges: readonly KeyRange[]): MaybePromise<readonly (readonly StateEntry[])[]>;
}

/** What an epoch changes in one store. */
export interface StoreChanges {
  readonly store: string;
  readonly streamTime: number | null;
  /** null: the key is gone. Neither the map nor the bytes may be changed from then on. */
  readonly entries: ReadonlyMap<StateKey, Uint8Array | null>;
}

/**
 * The state of a task, by its only owner. One epoch at a time: `write` and then `committed` or `rolledBack`. Nothing that was not
 * committed is ever seen.
 */
export interface TaskState {
  store(name: string): StoreState;
  /** In the epoch's transaction, which is fenced by the task's ownership. */
  write(tx: Pick<Transaction, 'defer'>, changes: readonly StoreChanges[]): Promise<void>;
  committed(): void;
  /** The epoch was rolled back, or nobody knows: what is in memory is read anew where in doubt. */
  rolledBack(options: { readonly outcomeUnknown: boolean }): Promise<void>;
  /** Ends background work on it; its owner changes. */
  close(): Promise<void>;
}

/** Makes the states of tasks. */
export interface StateBackend {
  /** The state of partition `partition` of the stores, whose owner the caller has become. */
  open(task: {
    readonly partition: number;
    readonly stores: readonly StoreSpec[];
    /** Makes a transaction fail unless the task is the caller's still. */
    readonly fence: (tx: Transaction) => Promise<void>;
  }): Promise<TaskState>;
}
