import { type Clock, isMillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { type ChangePosition, endOfChanges, readStoreChanges, type StateReader } from '@millrace/streams-rx';
import { ChangeQueue, type ChangeQueueOptions, type KeyChange, type KeyChanges } from './change-queue.ts';

/** Commits of epochs tell nobody: they are found by looking. */
const lookEveryMs = 200;
/** A look that takes long is followed by a rest of so many times as long, so that Postgres is not kept busy by it. */
const restFactor = 4;
const maxEpochsPerLook = 500;
/** How long Postgres may be away before watching ends with an error. */
const retryMs = 60_000;
const queueLimits: ChangeQueueOptions = { maxBytes: 4 * 1024 * 1024, maxChanges: 1_000 };

export interface TableWatchOptions {
  readonly engine: Pick<Engine, 'query'>;
  readonly reader: StateReader;
  readonly clock: Clock;
  /** Nobody watches any more, or it failed. */
  readonly onEnd: () => void;
}

interface Watcher {
  readonly queue: ChangeQueue;
  readonly wants: (change: KeyChange) => boolean;
  wake: () => void;
}

/** Reads the changes of one table for all who watch it, until nobody does or the table is gone. */
export class TableWatch {
  readonly #options: TableWatchOptions;
  readonly #watchers = new Set<Watcher>();
  readonly #ended = new AbortController();
  #place: { readonly storeId: number; readonly position: ChangePosition } | undefined;
  #failure: { readonly error: unknown } | undefined;
  #isRunning = false;

  constructor(options: TableWatchOptions) {
    this.#options = options;
  }

  /** First, without changes, that it has begun: what is committed from then on comes. */
  open(wants: (change: KeyChange) => boolean): AsyncIterator<KeyChanges, void> {
    const watcher: Watcher = { queue: new ChangeQueue(queueLimits), wants, wake: () => {} };
    let hasBegun = false;
    let isClosed = false;
    this.#watchers.add(watcher);
    if (!this.#isRunning) void this.#run();
    return {
      next: async () => {
        while (!isClosed) {
          if (!hasBegun && this.#place) {
            hasBegun = true;
            return { value: { changes: [], skipped: false }, done: false };
          }
          if (!watcher.queue.isEmpty) return { value: watcher.queue.take(), done: false };
          if (this.#failure) throw this.#failure.error;
          await new Promise<void>((resolve) => {
            watcher.wake = resolve;
          });
        }
        return { value: undefined, done: true };
      },
      return: async () => {
        isClosed = true;
        watcher.wake();
        this.#watchers.delete(watcher);
        if (this.#watchers.size === 0) this.#end();
        return { value: undefined, done: true };
      },
    };
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    const { clock } = this.#options;
    let answeredAt = clock.monotonic();
    while (!this.#ended.signal.aborted) {
      const startedAt = clock.monotonic();
      let isBehind = false;
      try {
        isBehind = await this.#look();
        answeredAt = clock.monotonic();
      } catch (error) {
        if (!isMillraceError(error) || !error.retriable || clock.monotonic() - answeredAt >= retryMs) {
          this.#failure = { error };
          this.#end();
        }
      }
      for (const { wake } of this.#watchers) wake();
      const restMs = isBehind ? 0 : Math.max(lookEveryMs, (clock.monotonic() - startedAt) * restFactor);
      await clock.sleep(restMs, this.#ended.signal).catch(() => undefined);
    }
  }

  /** Whether there is more to read at once. */
  async #look(): Promise<boolean> {
    const { engine, reader } = this.#options;
    const store = await reader.describe();
    const place = this.#place;
    if (!place) {
      this.#place = { storeId: store.id, position: await endOfChanges(engine, store) };
      return false;
    }
    // A reset makes another store of the same name, of which all is new.
    const isAnother = store.id !== place.storeId;
    const after: ChangePosition = isAnother ? new Map() : place.position;
    const { changes, position, skipped } = await readStoreChanges(engine, store, after, maxEpochsPerLook);
    this.#place = { storeId: store.id, position };
    for (const watcher of this.#watchers) {
      if (isAnother || skipped.length > 0) watcher.queue.skip();
      for (const { partition, entries } of changes) {
        for (const [key, value] of entries) {
          const change = { partition, key, value };
          if (watcher.wants(change)) watcher.queue.push(change);
        }
      }
    }
    return changes.length === maxEpochsPerLook;
  }

  #end(): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort();
    this.#options.onEnd();
  }
}
