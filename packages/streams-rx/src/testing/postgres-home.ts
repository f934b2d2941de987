import type { Engine } from '@millrace/engine';
import { createTestEngine, type TestEngine } from '@millrace/engine/testing';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import type { StateLimits } from '../state/postgres/state-limits.ts';
import type { StoreSpec, TaskState } from '../state/task-state.ts';
import type { StateHome } from './state-home.ts';

export type StateEngine = Pick<Engine, 'query' | 'transaction'>;

/** State on a database of its own. */
export interface PostgresHome extends StateHome {
  readonly log: TestEngine;
  backend(options?: {
    limits?: Partial<StateLimits>;
    engine?: StateEngine;
    applicationId?: string;
  }): PostgresStateBackend;
  open(stores: readonly StoreSpec[], partition?: number): Promise<TaskState>;
  /** Names of the tables that hold state or held it. */
  tables(): Promise<string[]>;
}

export async function postgresHome(limits: Partial<StateLimits> = {}): Promise<PostgresHome> {
  const log = await createTestEngine();
  const backends: PostgresStateBackend[] = [];
  const home: PostgresHome = {
    log,
    backend(options = {}) {
      const { engine = log.engine, applicationId = 'app' } = options;
      const backend = new PostgresStateBackend({ engine, applicationId, limits: { ...limits, ...options.limits } });
      backends.push(backend);
      return backend;
    },
    open: (stores, partition = 0) => home.backend().open({ partition, stores, fence: async () => {} }),
    async transaction(work, commit) {
      const refusal = new Error('rolled back');
      const done = log.engine.transaction(async (tx) => {
        await work(tx);
        if (!commit) throw refusal;
      });
      await done.catch((error) => {
        if (error !== refusal) throw error;
      });
    },
    async settle() {
      for (const backend of backends) await backend.settle();
    },
    async tables() {
      const { rows } = await log.engine.query<{ name: string }>(
        "select tablename as name from pg_tables where schemaname = 'millrace_state' order by 1",
      );
      return rows.map(({ name }) => name);
    },
    remove: () => log.remove(),
  };
  return home;
}
