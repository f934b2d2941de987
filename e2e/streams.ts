import { type Database, openDatabase } from '@millrace/database';
import { createEngine, type Engine } from '@millrace/engine';
import { createStreams, type Streams, type StreamsOptions } from '@millrace/streams-rx';
import { afterAll, beforeAll, inject } from 'vitest';

/** Runs applications of stream processors as a user's program does: in this process, on the platform's database. They stop after the tests. */
export function useStreams() {
  let database: Database;
  let engine: Engine;
  const made: Streams[] = [];

  beforeAll(async () => {
    database = await openDatabase({ url: inject('databaseUrl') });
    engine = await createEngine({ database, node: { role: 'e2e' } });
  });
  afterAll(async () => {
    await Promise.all(made.map((app) => app.stop()));
    await engine?.close();
    await database?.close();
  });

  /** Starts an application with the topology that `define` writes down. */
  return async function run(options: Omit<StreamsOptions, 'engine'>, define: (app: Streams) => void): Promise<Streams> {
    const app = createStreams({ ...options, engine });
    made.push(app);
    define(app);
    await app.start();
    return app;
  };
}
