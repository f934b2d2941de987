import { expect, it } from 'vitest';
import { deadlocksOf } from './deadlocks.ts';
import { createTestEngine } from './test-engine.ts';

it('L5: a deadlock is counted, also where sessions give up waiting sooner than Postgres looks by default', async () => {
  const log = await createTestEngine({ countDeadlocks: true });
  try {
    const sessions = await Promise.all([0, 1].map(() => log.database.connect({ lock_timeout: 500 })));
    const lock = (session: number, id: number) =>
      sessions[session]?.query('select pg_advisory_xact_lock(millrace.partition_lock(), $1)', [id]);
    for (const [i, session] of sessions.entries()) {
      await session.query('begin');
      await lock(i, i);
    }
    const outcomes = await Promise.allSettled([lock(0, 1), lock(1, 0)]);
    expect(outcomes).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: '40P01' }) });
    for (const session of sessions) await session.end();
    expect(await deadlocksOf(log)).toBe(1);
  } finally {
    await log.remove();
  }
});
