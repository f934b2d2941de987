import { type Database, migrate, openDatabase } from '@millrace/database';
import { startEmbeddedPostgres } from '@millrace/database/testing';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import { killServer } from './kill-server.ts';
import { withoutRetention } from './test-engine.ts';

/** An engine on a server of its own, which can be killed. */
export interface OwnServer {
  readonly engine: Engine;
  readonly database: Database;
  /** All its processes at once, with -9. */
  kill(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startOwnServer(limits: Partial<EngineLimits> = {}): Promise<OwnServer> {
  const server = await startEmbeddedPostgres({ database: 'faults' });
  const database = await openDatabase({ url: server.url });
  await migrate(database);
  const engine = await createEngine({ database, limits: { ...withoutRetention, ...limits } });
  return {
    engine,
    database,
    kill: () => killServer(server),
    start: async () => {
      await server.server.start();
    },
    async remove() {
      await engine.close();
      await database.close();
      await server.remove();
    },
  };
}
