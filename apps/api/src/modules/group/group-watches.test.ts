import { MillraceError, silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import type { ConsumerGroup, Engine } from '@millrace/engine';
import { describe, expect, test } from 'vitest';
import { GroupWatches } from './group-watches.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Groups that the test changes, and how often they were looked at. */
function setUp() {
  const clock = new FakeClock();
  const groups = new Map<string, ConsumerGroup>();
  let looks = 0;
  let failure: Error | undefined;
  const hinted: string[] = [];
  let wakeHints = () => {};
  let listeners = 0;
  const admin = {
    async describe(name: string) {
      looks += 1;
      if (failure) throw failure;
      return groups.get(name) ?? null;
    },
    changes() {
      listeners += 1;
      let closed = false;
      return {
        async next() {
          for (;;) {
            const value = hinted.shift();
            if (closed || value !== undefined) return { value, done: closed };
            await new Promise<void>((resolve) => {
              wakeHints = resolve;
            });
          }
        },
        async return() {
          closed = true;
          listeners -= 1;
          wakeHints();
          return { value: undefined, done: true };
        },
      };
    },
  };
  const engine = { groups: admin } as unknown as Engine;
  const watches = new GroupWatches({ clock, logger: silentLogger });
  return {
    clock,
    looks: () => looks,
    listeners: () => listeners,
    set: (name: string, lag: number) => groups.set(name, { name, lag } as ConsumerGroup),
    delete: (name: string) => groups.delete(name),
    fail: (error: Error | undefined) => {
      failure = error;
    },
    async hint(name: string) {
      hinted.push(name);
      wakeHints();
      await settle();
    },
    async pass(ms: number) {
      clock.advance(ms);
      await settle();
    },
    watch(name: string) {
      const iterator = watches.open(engine, name);
      const seen: unknown[] = [];
      const ended = (async () => {
        for (;;) {
          const { value, done } = await iterator.next();
          if (done || !value) return 'done';
          seen.push(value.lag);
        }
      })().catch((error: MillraceError) => error.code);
      return { seen, ended, close: () => iterator.return?.() };
    },
  };
}

describe('watching a group', () => {
  test('shows it at once, then when it has changed, at most once a second', async () => {
    const world = setUp();
    world.set('g', 1);
    const { seen } = world.watch('g');
    await settle();
    expect(seen).toEqual([1]);
    await world.pass(1_000);
    expect(seen).toEqual([1]);
    world.set('g', 2);
    await world.pass(999);
    expect(seen).toEqual([1]);
    await world.pass(1);
    expect(seen).toEqual([1, 2]);
    // A hint within the second has to wait for its end.
    world.set('g', 3);
    await world.hint('g');
    expect(seen).toEqual([1, 2]);
    await world.pass(1_000);
    expect(seen).toEqual([1, 2, 3]);
  });

  test('a hint shows a change at once when nothing was shown for a second', async () => {
    const world = setUp();
    world.set('g', 1);
    const { seen } = world.watch('g');
    await settle();
    await world.pass(1_500);
    world.set('g', 2);
    await world.hint('other');
    expect(seen).toEqual([1]);
    await world.hint('g');
    await world.pass(0);
    expect(seen).toEqual([1, 2]);
  });

  test('is shared: one look for all, and the late one sees it at once', async () => {
    const world = setUp();
    world.set('g', 1);
    const first = world.watch('g');
    await settle();
    const late = world.watch('g');
    await settle();
    expect([first.seen, late.seen, world.looks()]).toEqual([[1], [1], 1]);
    world.set('g', 2);
    await world.pass(1_000);
    expect([first.seen, late.seen, world.looks()]).toEqual([[1, 2], [1, 2], 2]);
    await first.close();
    await late.close();
    expect(await Promise.all([first.ended, late.ended])).toEqual(['done', 'done']);
    await world.pass(10_000);
    expect([world.looks(), world.listeners()]).toEqual([2, 0]);
    const again = world.watch('g');
    await settle();
    expect([again.seen, world.listeners()]).toEqual([[2], 1]);
  });

  test('ends with GROUP_NOT_FOUND when there is none, and when it is deleted', async () => {
    const world = setUp();
    expect(await world.watch('none').ended).toBe('GROUP_NOT_FOUND');
    world.set('g', 1);
    const { ended } = world.watch('g');
    await settle();
    world.delete('g');
    await world.pass(1_000);
    expect(await ended).toBe('GROUP_NOT_FOUND');
    expect(world.listeners()).toBe(0);
  });

  test('rides out what passes for a minute, and no longer', async () => {
    const world = setUp();
    world.set('g', 1);
    const { seen, ended } = world.watch('g');
    await settle();
    world.fail(new MillraceError('POSTGRES_UNAVAILABLE', 'Away.'));
    for (let second = 0; second < 30; second++) await world.pass(1_000);
    world.fail(undefined);
    world.set('g', 2);
    await world.pass(1_000);
    expect(seen).toEqual([1, 2]);
    world.fail(new MillraceError('POSTGRES_UNAVAILABLE', 'Away.'));
    for (let second = 0; second < 61; second++) await world.pass(1_000);
    expect(await ended).toBe('POSTGRES_UNAVAILABLE');
  });
});
