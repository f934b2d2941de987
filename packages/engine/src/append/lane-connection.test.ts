import { EventEmitter } from 'node:events';
import { systemClock } from '@millrace/core';
import type { Database } from '@millrace/database';
import { expect, it } from 'vitest';
import { LaneConnection } from './lane-connection.ts';

it('L7: a lane waits longer each time, though it gets a session, until something is committed', async () => {
  const pauses: number[] = [];
  const clock = { ...systemClock, sleep: async (delayMs: number) => void pauses.push(delayMs) };
  const database = {
    serverVersion: 180_000,
    connect: async () => Object.assign(new EventEmitter(), { end: async () => {} }),
  } as unknown as Database;
  const connection = new LaneConnection(database, clock);
  const attempt = async () => {
    await connection.open();
    await connection.close();
    await connection.backOff();
  };
  for (let i = 0; i < 8; i++) await attempt();
  expect(pauses).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
  connection.works();
  await attempt();
  expect(pauses.at(-1)).toBe(50);
});
