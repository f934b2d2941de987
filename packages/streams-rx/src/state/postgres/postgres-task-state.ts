import { type Clock, isMillraceError, MillraceError } from '@millrace/core';
import type { Engine, Transaction } from '@millrace/engine';
import type { StoreChanges, StoreState, TaskState } from '../task-state.ts';
import { rowBytesOf } from './row-bytes.ts';
import { settleEpoch } from './settle-epoch.ts';
import { sqlState } from './sql-state.ts';
import type { StorePartition } from './store-partition.ts';
import { type RowToWrite, writeEpoch } from './write-epoch.ts';

export interface PostgresTaskStateOptions {
  readonly engine: Pick<Engine, 'transaction'>;
  readonly clock: Clock;
  readonly fence: (tx: Transaction) => Promise<void>;
  readonly stores: ReadonlyMap<string, StorePartition>;
  /** Something was committed. */
  readonly onCommitted: () => void;
  readonly onClose: () => Promise<void>;
}

interface WrittenRow extends RowToWrite {
  readonly store: StorePartition;
}

/** While it is not known how an epoch ended it is asked for so often, and with such pauses. */
const maxSettleAttempts = 20;
const settlePauseMs = 500;
const lockNotAvailable = '55P03';

/** The state of one task on Postgres. */
export class PostgresTaskState implements TaskState {
  readonly #options: PostgresTaskStateOptions;
  #written: readonly WrittenRow[] = [];
  /** Whether nobody knows if what was written is committed. */
  #inDoubt = false;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(options: PostgresTaskStateOptions) {
    this.#options = options;
  }

  get fence(): (tx: Transaction) => Promise<void> {
    return this.#options.fence;
  }

  get stores(): Iterable<StorePartition> {
    return this.#options.stores.values();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  store(name: string): StoreState {
    return this.#find(name);
  }

  async write(tx: Pick<Transaction, 'defer'>, changes: readonly StoreChanges[]): Promise<void> {
    this.#assertUsable();
    const rows = changes
      .map((ofStore) => {
        const store = this.#find(ofStore.store);
        const { lastSequence, deltaTable, open } = store;
        return {
          store,
          sequence: lastSequence + 1,
          table: deltaTable,
          added: open.countNew(ofStore.entries.keys()),
          changes: ofStore,
        };
      })
      .filter(({ store, changes: { entries, streamTime } }) => entries.size > 0 || streamTime !== store.streamTime);
    writeEpoch(tx, rows);
    this.#written = rows;
  }

  committed(): void {
    for (const { store, sequence, changes } of this.#written) store.apply(changes, sequence, rowBytesOf(changes));
    this.#options.onCommitted();
    this.#ended();
  }

  /** Rejects when it cannot be found out how the epoch ended: the task has to be opened anew, or it is asked once more. */
  async rolledBack({ outcomeUnknown }: { readonly outcomeUnknown: boolean }): Promise<void> {
    const [first] = this.#written;
    if (!outcomeUnknown || !first) {
      this.#ended();
      return;
    }
    this.#inDoubt = true;
    const wasCommitted = await this.#settle(first);
    this.#inDoubt = false;
    if (wasCommitted) {
      this.committed();
      return;
    }
    // The row that keeps the epoch from being committed took its number.
    const { store, sequence } = first;
    const nothing = { store: store.spec.name, streamTime: store.streamTime, entries: new Map() };
    store.apply(nothing, sequence, rowBytesOf(nothing));
    this.#ended();
  }

  /** Calls back once no epoch is under way, at once if none is: what epochs write into may change then. */
  whenIdle(callback: () => void): void {
    if (this.#written.length === 0) callback();
    else this.#idle.push(callback);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#ended();
    await this.#options.onClose();
    for (const store of this.stores) store.close();
  }

  #ended(): void {
    this.#written = [];
    for (const callback of this.#idle.splice(0)) callback();
  }

  async #settle({ table, sequence, store }: WrittenRow): Promise<boolean> {
    const { engine, clock, fence } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await settleEpoch(engine, fence, { table, sequence, streamTime: store.streamTime });
      } catch (error) {
        // UNKNOWN_OUTCOME: the row that was inserted just now may be there, too, and would be taken for the epoch's.
        const mayBeTriedAgain = sqlState(error) === lockNotAvailable || (isMillraceError(error) && error.retriable);
        if (!mayBeTriedAgain || attempt === maxSettleAttempts || this.#closed) throw error;
        await clock.sleep(settlePauseMs);
      }
    }
  }

  #find(name: string): StorePartition {
    this.#assertUsable();
    const store = this.#options.stores.get(name);
    if (!store) throw new TypeError(`The task has no store ${name}.`);
    return store;
  }

  #assertUsable(): void {
    if (this.#closed) throw new MillraceError('SHUTTING_DOWN', 'The task was closed: open it anew.');
    if (this.#inDoubt) {
      throw new MillraceError('UNKNOWN_OUTCOME', 'It is not known yet whether the last epoch was committed.');
    }
  }
}
