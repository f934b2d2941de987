import { createTestDatabase } from '@millrace/database/testing';
import { engineConformance } from './conformance/engine.conformance.ts';
import { createEngine } from './create-engine.ts';
import type { Engine } from './engine.ts';
import { withoutRetention } from './testing/test-engine.ts';

engineConformance('the engine on Postgres', async () => {
  const test = await createTestDatabase();
  const database = await test.open({ maxConnections: 20 });
  const nodes: Engine[] = [];
  return {
    async node(limits = {}) {
      const node = await createEngine({ database, limits: { ...withoutRetention, ...limits } });
      nodes.push(node);
      return node;
    },
    async remove() {
      for (const node of nodes) await node.close();
      await database.close();
      await test.drop();
    },
  };
});
