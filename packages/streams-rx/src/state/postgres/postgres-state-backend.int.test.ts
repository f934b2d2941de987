import { createTestEngine } from '@millrace/engine/testing';
import type { StateHome } from '../../testing/state-home.ts';
import { stateConformance } from '../state.conformance.ts';
import { PostgresStateBackend } from './postgres-state-backend.ts';
import type { StateLimits } from './state-limits.ts';

async function postgresHome(limits: Partial<StateLimits>): Promise<StateHome> {
  const log = await createTestEngine();
  const backends: PostgresStateBackend[] = [];
  return {
    backend() {
      const backend = new PostgresStateBackend({ engine: log.engine, applicationId: 'app', limits });
      backends.push(backend);
      return backend;
    },
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
    remove: () => log.remove(),
  };
}

stateConformance('state on Postgres', () => postgresHome({}));
stateConformance('state on Postgres, folded all the time', () =>
  postgresHome({ maxDeltaBytes: 300, maxChunkEntries: 3, maxRuns: 2, dropDelayMs: 0, maxLookupKeys: 3 }),
);
