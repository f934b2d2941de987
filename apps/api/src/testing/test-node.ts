import { createEngine, type Engine } from '@millrace/engine';
import type { TestApi } from './test-api.ts';

export interface TestNode {
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Another process on the database of an API: what a program of a user's is. */
export async function openTestNode(api: TestApi): Promise<TestNode> {
  const database = await api.database.open();
  const engine = await createEngine({ database });
  return {
    engine,
    async close() {
      await engine.close();
      await database.close();
    },
  };
}
