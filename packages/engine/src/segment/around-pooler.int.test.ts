import { afterEach, expect, it } from 'vitest';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until } from '../testing/wait.ts';

let log: TestEngine;
afterEach(() => log?.remove());

it('L11: leases are taken around a pooler, which would keep them when their holder is gone', async () => {
  log = await createTestEngine();
  const [pooled, direct] = await Promise.all(
    ['pooled', 'direct'].map((applicationName) => log.test.open({ applicationName })),
  );
  if (!pooled || !direct) throw new Error('No database');
  const node = await log.node({
    // A session of its own goes around a pooler too.
    database: { ...pooled, directPool: direct.pool, connect: direct.connect },
    limits: { maintenanceIntervalMs: 10, retentionIntervalMs: 10, compactionIntervalMs: 10, keyIndexIntervalMs: 10 },
  });
  // What the sessions of the two pools have run last.
  const lastQueries = async (name: string) => {
    const { rows } = await log.database.pool.query<{ query: string }>(
      'select query from pg_stat_activity where datname = current_database() and application_name = $1',
      [name],
    );
    return rows.map(({ query }) => query);
  };
  const isLease = (query: string) => query.includes('millrace.lease_lock()');
  const seen = new Set<boolean>();
  await until('leases to be taken', async () => {
    for (const query of await lastQueries('direct')) seen.add(isLease(query));
    expect(
      (await lastQueries('pooled')).filter((query) => /advisory_(un)?lock\(millrace.lease_lock/.test(query)),
    ).toEqual([]);
    return seen.has(true);
  });
  await node.close();
  await pooled.close();
  await direct.close();
});
