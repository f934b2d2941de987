import { type Clock, type Logger, silentLogger, systemClock } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { StateBackend, TaskState } from '../task-state.ts';
import { CacheBudget } from './generation-cache.ts';
import { loadDeltas } from './load-deltas.ts';
import { openStores } from './open-stores.ts';
import { PostgresTaskState } from './postgres-task-state.ts';
import { StateFolder } from './state-folder.ts';
import { defaultStateLimits, type StateLimits } from './state-limits.ts';
import { StorePartition } from './store-partition.ts';
import { UnfoldedBytes } from './unfolded-bytes.ts';
import { unlessDropped } from './unless-dropped.ts';

export interface PostgresStateBackendOptions {
  /** With the capability SQL_IN_TRANSACTIONS. */
  readonly engine: Pick<Engine, 'query' | 'transaction'>;
  readonly applicationId: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly limits?: Partial<StateLimits>;
}

/** State of an application in Postgres, as one instance has it. It works in the background while there are open tasks. */
export class PostgresStateBackend implements StateBackend {
  readonly #options: PostgresStateBackendOptions;
  readonly #clock: Clock;
  readonly #limits: StateLimits;
  readonly #budget: CacheBudget;
  readonly #unfolded: UnfoldedBytes;
  readonly #folder: StateFolder;

  constructor(options: PostgresStateBackendOptions) {
    const { engine, clock = systemClock, logger = silentLogger } = options;
    this.#options = options;
    this.#clock = clock;
    this.#limits = { ...defaultStateLimits, ...options.limits };
    this.#budget = new CacheBudget(this.#limits.maxCacheBytes);
    this.#unfolded = new UnfoldedBytes(clock, this.#limits);
    this.#folder = new StateFolder({ engine, clock, logger, limits: this.#limits, unfolded: this.#unfolded });
  }

  /** INCOMPATIBLE_TOPOLOGY. Reads what has not been folded yet, which is bounded, however much state there is. */
  async open(task: Parameters<StateBackend['open']>[0]): Promise<TaskState> {
    const { engine, applicationId } = this.#options;
    const { partition, fence } = task;
    const { opened, rows } = await unlessDropped(async () => {
      const opened = await openStores(engine, applicationId, task);
      const deltas = opened.flatMap((store) => store.deltas.map((table) => ({ table, after: 0 })));
      return { opened, rows: await loadDeltas(engine, deltas) };
    });
    const stores = new Map<string, StorePartition>();
    for (const { id, spec, ...tables } of opened) {
      const store = new StorePartition({
        engine,
        limits: this.#limits,
        budget: this.#budget,
        unfolded: this.#unfolded,
        storeId: id,
        partition,
        spec,
      });
      store.load(
        tables,
        rows.filter(({ table }) => tables.deltas.includes(table)),
      );
      stores.set(spec.name, store);
    }
    const state: PostgresTaskState = new PostgresTaskState({
      engine,
      clock: this.#clock,
      fence,
      stores,
      onCommitted: () => this.#folder.noteCommitted(state),
      onClose: () => this.#folder.remove(state),
    });
    this.#folder.add(state);
    return state;
  }

  /** Folds and merges all that there is, also what is not due yet; for tests, and before a measurement. */
  settle(): Promise<void> {
    return this.#folder.settle();
  }
}
