import { type Clock, type Logger, MillraceError, type Timer } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { chooseMerge } from './choose-merge.ts';
import { dropTables } from './drop-tables.ts';
import { foldDeltas, openDelta } from './fold-deltas.ts';
import { mergeRuns } from './merge-runs.ts';
import type { PostgresTaskState } from './postgres-task-state.ts';
import { readTables } from './read-tables.ts';
import { changedBySomebody, type RunContext } from './run-tables.ts';
import { sqlState } from './sql-state.ts';
import type { StateLimits } from './state-limits.ts';
import type { StateTable } from './state-table.ts';
import type { StorePartition } from './store-partition.ts';
import type { UnfoldedBytes } from './unfolded-bytes.ts';

export interface StateFolderOptions {
  readonly engine: Pick<Engine, 'query' | 'transaction'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: StateLimits;
  readonly unfolded: UnfoldedBytes;
}

/** A task whose state it looks after. */
interface Task {
  readonly state: PostgresTaskState;
  readonly closed: AbortController;
  /** Steps that are under way. */
  readonly steps: Set<Promise<unknown>>;
}

interface Due {
  readonly task: Task;
  readonly store: StorePartition;
}

/**
 * Folds deltas into runs and merges runs, one step at a time for all tasks of an instance, while there is something to do; and drops what is
 * left behind. It rests while there is no task.
 */
export class StateFolder {
  readonly #options: StateFolderOptions;
  readonly #tasks = new Map<PostgresTaskState, Task>();
  /** Stores whose folding has failed, and when it is tried again. */
  readonly #resting = new Map<StorePartition, number>();
  #working: Promise<void> | undefined;
  #timer: Timer | undefined;
  #nextSweepAt = 0;
  /** Whether also what is not due is folded. */
  #foldsAll = false;

  constructor(options: StateFolderOptions) {
    this.#options = options;
  }

  add(state: PostgresTaskState): void {
    this.#tasks.set(state, { state, closed: new AbortController(), steps: new Set() });
    this.wake();
  }

  /** Begins nothing on the task any more, and resolves when what is under way has ended. */
  async remove(state: PostgresTaskState): Promise<void> {
    const task = this.#tasks.get(state);
    if (!task) return;
    this.#tasks.delete(state);
    task.closed.abort(new MillraceError('SHUTTING_DOWN', 'The task was closed.'));
    await Promise.allSettled(task.steps);
    for (const store of state.stores) this.#resting.delete(store);
    if (this.#tasks.size === 0) this.#timer?.cancel();
  }

  /** There may be something to do. */
  noteCommitted(state: PostgresTaskState): void {
    if (this.#working) return;
    for (const store of state.stores) {
      if (!this.#isDue(store) && !this.#options.unfolded.isOver) continue;
      this.wake();
      return;
    }
  }

  wake(): void {
    if (this.#working || this.#tasks.size === 0) return;
    this.#timer?.cancel();
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
      this.#schedule();
    });
  }

  /** Does all that there is to do, also what is not due yet. */
  async settle(): Promise<void> {
    await this.#working;
    this.#foldsAll = true;
    this.wake();
    await this.#working;
    this.#foldsAll = false;
  }

  async #work(): Promise<void> {
    for (;;) {
      await this.#foldDue();
      const merge = this.#nextMerge();
      if (!merge) break;
      await this.#merge(merge);
    }
    await this.#sweep();
  }

  async #foldDue(): Promise<void> {
    for (let due = this.#nextFold(); due; due = this.#nextFold()) await this.#fold(due);
  }

  #isDue(store: StorePartition): boolean {
    const { writtenBytes } = store.open;
    return writtenBytes >= this.#options.limits.maxDeltaBytes || (this.#foldsAll && writtenBytes > 0);
  }

  /** The store that most is to be folded of. */
  #nextFold(): Due | undefined {
    let largest: Due | undefined;
    let largestBytes = 0;
    for (const due of this.#awake()) {
      const { store } = due;
      const bytes = store.open.writtenBytes + (store.sealed?.overlay.writtenBytes ?? 0);
      const isWanted = store.sealed || this.#isDue(store) || this.#options.unfolded.isOver;
      if (isWanted && (bytes > largestBytes || (store.sealed && !largest))) {
        largest = due;
        largestBytes = bytes;
      }
    }
    return largest;
  }

  #nextMerge(): (Due & { readonly sources: readonly StateTable[] }) | undefined {
    const { maxRuns } = this.#options.limits;
    let found: (Due & { readonly sources: readonly StateTable[] }) | undefined;
    for (const due of this.#awake()) {
      const { runs } = due.store;
      const span = chooseMerge(
        runs.map(({ byteSize }) => byteSize),
        maxRuns,
      );
      // Most runs first.
      if (!span || (found && found.store.runs.length >= runs.length)) continue;
      found = { ...due, sources: runs.slice(span.from, span.from + span.count) };
    }
    return found;
  }

  *#awake(): Iterable<Due> {
    const now = this.#options.clock.monotonic();
    for (const task of this.#tasks.values()) {
      for (const store of task.state.stores) {
        const restsUntil = this.#resting.get(store);
        if (restsUntil === undefined || restsUntil <= now) yield { task, store };
      }
    }
  }

  #fold({ task, store }: Due): Promise<void> {
    return this.#step(task, store, async (context) => {
      if (!store.sealed) {
        const next = await openDelta(this.#options.engine, task.state.fence, store);
        await new Promise<void>((resolve) =>
          task.state.whenIdle(() => {
            store.sealDelta(next);
            resolve();
          }),
        );
      }
      if (store.sealed) await foldDeltas(context, store, store.sealed);
    });
  }

  #merge({ task, store, sources }: Due & { readonly sources: readonly StateTable[] }): Promise<void> {
    const { clock, limits } = this.#options;
    return this.#step(task, store, (context) =>
      mergeRuns(context, store, sources, {
        monotonic: () => clock.monotonic(),
        betweenChunks: async (tookMs) => {
          // A long merge holds up no fold: that only puts a run before those that are being merged.
          await this.#foldDue();
          if (store.runs.length > limits.maxRuns) return;
          await clock.sleep(tookMs * (100 / limits.maxMergePercent - 1), context.signal).catch(() => undefined);
        },
      }),
    );
  }

  async #step(task: Task, store: StorePartition, work: (context: RunContext) => Promise<void>): Promise<void> {
    const { engine, limits, clock, logger, unfolded } = this.#options;
    const { signal } = task.closed;
    this.#resting.delete(store);
    const step = work({ engine, limits, signal, fence: task.state.fence }).catch(async (error) => {
      if (signal.aborted) return;
      this.#resting.set(store, clock.monotonic() + limits.retryDelayMs);
      unfolded.failed(error);
      const { partition, spec } = store;
      logger.warn({ error, store: spec.name, partition }, 'Folding state failed; it is tried again');
      if (sqlState(error) !== changedBySomebody) return;
      // A fold whose end nobody heard of was done after all.
      const [tables] = await readTables(engine, [store]).catch(() => []);
      if (tables) store.reconcile(tables);
    });
    task.steps.add(step);
    await step;
    task.steps.delete(step);
  }

  async #sweep(): Promise<void> {
    const { engine, clock, limits, logger } = this.#options;
    if (clock.monotonic() < this.#nextSweepAt) return;
    this.#nextSweepAt = clock.monotonic() + limits.dropDelayMs;
    await dropTables(engine, { minAgeMs: limits.dropDelayMs, maxTables: limits.maxDropsPerSweep }).catch((error) =>
      logger.warn({ error }, 'Dropping tables of folded state failed; it is tried again'),
    );
  }

  #schedule(): void {
    const { clock, limits } = this.#options;
    if (this.#tasks.size === 0) return;
    const delayMs = this.#resting.size > 0 ? limits.retryDelayMs : limits.sweepIntervalMs;
    this.#timer = clock.schedule(delayMs, () => this.wake());
  }
}
