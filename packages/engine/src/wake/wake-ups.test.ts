import { FakeClock } from '@millrace/core/testing';
import type { NotificationHandler } from '@millrace/database';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { WakeUps } from './wake-ups.ts';

const intervalMs = 5;

let clock: FakeClock;
let isAlone: boolean;
/** When hints were sent, ms from the beginning. */
let sent: number[];
let answer: () => Promise<void>;
let channels: Map<string, NotificationHandler>;
let wakeUps: WakeUps;

beforeEach(() => {
  clock = new FakeClock(0);
  isAlone = false;
  sent = [];
  answer = async () => {};
  channels = new Map();
  const notifications = {
    notify: () => {
      sent.push(clock.monotonic());
      return answer();
    },
    listen: async (channel: string, handler: NotificationHandler) => {
      channels.set(channel, handler);
      return () => {};
    },
  };
  wakeUps = new WakeUps({ notifications, clock, intervalMs, isAlone: () => isAlone });
});

/** An append every millisecond, from now on. */
async function appendFor(ms: number): Promise<void> {
  for (let i = 0; i < ms; i++) {
    wakeUps.announceAppend();
    clock.advance(0);
    await settled();
    clock.advance(1);
    await settled();
  }
}
const settled = () => new Promise(setImmediate);

describe('L16: a hint of appends', () => {
  it('goes at once, and at most one in notifyIntervalMs, also of what came last', async () => {
    await appendFor(12);
    expect(sent).toEqual([0, 5, 10]);
    clock.advance(3);
    await settled();
    expect(sent).toEqual([0, 5, 10, 15]);
    clock.advance(97);
    wakeUps.announceAppend();
    clock.advance(0);
    await settled();
    expect(sent).toEqual([0, 5, 10, 15, 112]);
  });

  it('waits for the one before, however long that takes', async () => {
    let answered = () => {};
    answer = () =>
      new Promise((resolve) => {
        answered = resolve;
      });
    await appendFor(20);
    expect(sent).toEqual([0]);
    answered();
    await settled();
    expect(sent).toEqual([0, 20]);
  });

  it('goes to nobody while no other node lives, and again with the first append behind the start of one', async () => {
    isAlone = true;
    await appendFor(10);
    expect(sent).toEqual([]);
    isAlone = false;
    await appendFor(1);
    expect(sent).toEqual([10]);
  });

  it('goes no more once the node has stopped', async () => {
    await appendFor(2);
    wakeUps.close();
    clock.advance(100);
    await settled();
    expect(sent).toEqual([0]);
  });

  it('is heard where it is of another node, and taken for missed where the session was away', async () => {
    const appended = vi.fn();
    const nothing = () => {};
    await wakeUps.listen({
      appended,
      catalogueChanged: nothing,
      groupChanged: nothing,
      logEpochRaised: nothing,
      nodeStarted: nothing,
    });
    const handler = channels.get('millrace_appended') as NotificationHandler;
    handler.notified('', true);
    expect(appended).toHaveBeenCalledTimes(0);
    handler.notified('', false);
    handler.reconnected?.();
    expect(appended).toHaveBeenCalledTimes(2);
  });
});
