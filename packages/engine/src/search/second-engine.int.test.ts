import { expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, withoutRetention } from '../testing/test-engine.ts';

it('searches over a database that an engine before it has searched', async () => {
  const log = await createTestEngine();
  try {
    await log.engine.topics.create({ name: 't' });
    await log.engine.append({ topic: 't', records: [record('a', 'x'), record('b', 'y')] });
    for (const _ of [1, 2]) {
      const engine = await createEngine({ database: log.database, limits: withoutRetention });
      for (const filter of [{ key: Buffer.from('a') }, { valueContains: Buffer.from('y') }]) {
        const { records } = await engine.page({ topic: 't', limit: 10, filter });
        expect(records).toHaveLength(1);
      }
      await engine.close();
    }
  } finally {
    await log.remove();
  }
});
