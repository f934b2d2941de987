import type { Database } from '@millrace/database';
import { createTestDatabase, type TestDatabase } from '@millrace/database/testing';
import { createEngine, type EngineOptions } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { lookForDeadlocks } from './deadlocks.ts';

export interface TestEngine {
  readonly engine: Engine;
  /** The engine's own; for SQL of the test's. */
  readonly database: Database;
  readonly test: TestDatabase;
  /** Another node on the same database. */
  node(options?: Partial<EngineOptions>): Promise<Engine>;
  /** Closes all nodes. */
  close(): Promise<void>;
  /** Closes all nodes and drops the database. */
  remove(): Promise<void>;
}

/** Tests write records of any time: the log is to keep them, unless a test is about retention. */
export const withoutRetention = { retentionIntervalMs: Number.POSITIVE_INFINITY };

export interface TestEngineOptions extends Partial<EngineOptions> {
  /** For `deadlocksOf`. */
  readonly countDeadlocks?: boolean;
}

/** An engine on a database of its own, on the one server of the test run. */
export async function createTestEngine({ countDeadlocks, ...options }: TestEngineOptions = {}): Promise<TestEngine> {
  const test = await createTestDatabase();
  if (countDeadlocks) await lookForDeadlocks(test);
  const close: (() => Promise<void>)[] = [];
  const node = async (more: Partial<EngineOptions> = {}) => {
    const database = more.database ?? (await test.open());
    if (!more.database) close.push(() => database.close());
    const engine = await createEngine({ ...more, limits: { ...withoutRetention, ...more.limits }, database });
    close.push(() => engine.close());
    return { engine, database };
  };
  const { engine, database } = await node(options);
  const closeAll = async () => {
    for (const end of close.splice(0).reverse()) await end();
  };
  return {
    engine,
    database,
    test,
    node: async (more) => (await node(more)).engine,
    close: closeAll,
    async remove() {
      await closeAll();
      await test.drop();
    },
  };
}
