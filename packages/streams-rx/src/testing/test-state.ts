import type { Engine } from '@millrace/engine';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateLimits } from '../state/postgres/state-limits.ts';
import { prefixOf, type StateKey, timeKey } from '../state/state-key.ts';
import type { StoreSpec, TaskState } from '../state/task-state.ts';

/** Keys of a store of windows, and of one of sessions, of a record key in latin1. */
export const windowKey = (key: string, start: number): StateKey => prefixOf(key) + timeKey(start);
export const sessionKey = (key: string, start: number, end: number): StateKey =>
  prefixOf(key) + timeKey(end) + timeKey(start);

/** State of one partition of an application, written by hand as its task would write it. */
export class TestState {
  readonly #engine: Engine;
  readonly #backend: PostgresStateBackend;
  readonly #state: TaskState;

  private constructor(engine: Engine, backend: PostgresStateBackend, state: TaskState) {
    this.#engine = engine;
    this.#backend = backend;
    this.#state = state;
  }

  static async open(
    engine: Engine,
    applicationId: string,
    stores: readonly (Partial<StoreSpec> & { readonly name: string })[],
    partition = 0,
    limits: Partial<StateLimits> = {},
  ): Promise<TestState> {
    const backend = new PostgresStateBackend({ engine, applicationId, limits });
    const spec = {
      kind: 'KEY_VALUE',
      retentionMs: null,
      keyFormat: 'STRING',
      valueFormat: 'JSON',
      isTable: true,
    } as const;
    const specs = stores.map((store) => ({ ...spec, ...store }));
    const state = await backend.open({ partition, stores: specs, fence: async () => undefined });
    return new TestState(engine, backend, state);
  }

  /** One epoch: values as JSON text, null where a key is taken out, or the bytes themselves. */
  async write(
    store: string,
    entries: { readonly [key: StateKey]: unknown },
    streamTime: number | null = null,
  ): Promise<void> {
    const bytes = Object.entries(entries).map(([key, value]) => [key, bytesOf(value)] as const);
    await this.#engine.transaction((tx) => this.#state.write(tx, [{ store, streamTime, entries: new Map(bytes) }]));
    this.#state.committed();
  }

  /** Folds what was written. */
  settle(): Promise<void> {
    return this.#backend.settle();
  }

  close(): Promise<void> {
    return this.#state.close();
  }
}

function bytesOf(value: unknown): Uint8Array | null {
  if (value === null || value instanceof Uint8Array) return value;
  return Buffer.from(JSON.stringify(value));
}
