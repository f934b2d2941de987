import { silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { createTestDatabase } from '@millrace/database/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createEngine } from './create-engine.ts';
import { Heartbeat } from './node/heartbeat.ts';

it('leaves nothing running where it cannot start', async () => {
  const test = await createTestDatabase();
  onTestFinished(() => test.drop());
  const database = await test.open();
  await database.close();
  const clock = new FakeClock();
  const said: string[] = [];
  const logger = { ...silentLogger, warn: (_: unknown, message: string) => void said.push(message) };
  await expect(createEngine({ database, clock, logger })).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
  // Whatever looks after something does so by then, and would say that it failed.
  clock.advance(3_600_000);
  await new Promise(setImmediate);
  expect(said).toEqual([]);
});

it('leaves no node behind that others take for alive, where it fails behind its first heartbeat', async () => {
  const test = await createTestDatabase();
  onTestFinished(() => test.drop());
  const database = await test.open();
  const { start } = Heartbeat.prototype;
  const failing = vi.spyOn(Heartbeat.prototype, 'start').mockImplementationOnce(async function (this: Heartbeat) {
    await start.call(this);
    throw new Error('Connection terminated unexpectedly');
  });
  onTestFinished(() => failing.mockRestore());
  const clock = new FakeClock();
  const said: string[] = [];
  const logger = { ...silentLogger, warn: (_: unknown, message: string) => void said.push(message) };
  await expect(createEngine({ database, clock, logger })).rejects.toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
  expect((await database.pool.query('select from millrace.nodes')).rowCount).toBe(0);
  await database.close();
  clock.advance(3_600_000);
  await new Promise(setImmediate);
  expect(said).toEqual([]);
});
