import { FakeClock } from '@millrace/core/testing';
import { describe, expect, test } from 'vitest';
import type { EventSource } from '../execution/event-source.ts';
import { SharedStream, type Subscriber } from './shared-stream.ts';

/** Events are numbers; the cursor is how many went by. */
type Cursor = { position: number };

/** Lets what is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function stream(subscribers: number) {
  const clock = new FakeClock();
  const queue: number[] = [];
  let wake: () => void = () => {};
  let closed = false;
  let ended = 0;
  const source: EventSource<number, Cursor> = {
    open: () => ({
      async next() {
        while (queue.length === 0 && !closed) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const value = queue.shift();
        return value === undefined ? { value: undefined, done: true } : { value, done: false };
      },
      async return() {
        closed = true;
        wake();
        return { value: undefined, done: true };
      },
    }),
    sharing: {
      start: async () => ({ position: 0 }),
      advance: (cursor) => {
        cursor.position += 1;
      },
      copy: (cursor) => ({ ...cursor }),
      equal: (a, b) => a.position === b.position,
    },
  };
  const shared = new SharedStream({
    subscription: { source: source as EventSource, render: (event) => String(event) },
    sharing: source.sharing as never,
    clock,
    onEnd: () => {
      ended += 1;
    },
  });
  const all = Array.from({ length: subscribers }, () => subscriber());
  for (const one of all) shared.add(one);
  void shared.run();
  return {
    shared,
    clock,
    all,
    ended: () => ended,
    async push(...events: number[]) {
      queue.push(...events);
      wake();
      await settle();
    },
  };
}

function subscriber(room = Number.POSITIVE_INFINITY) {
  const got: string[] = [];
  const fell: unknown[] = [];
  const one: Subscriber & { got: string[]; fell: unknown[]; room: number } = {
    got,
    fell,
    room,
    offer(payload) {
      if (got.length >= one.room) return false;
      got.push(payload);
      return true;
    },
    fallBehind: (cursor) => fell.push(cursor),
    end: () => {},
    fail: () => {},
  };
  return one;
}

describe('a shared stream', () => {
  test('delivers at once to a few', async () => {
    const { all, push } = stream(3);
    await settle();
    await push(1);
    await push(2, 3);
    for (const { got } of all) expect(got).toEqual(['1', '2', '3']);
  });

  test('gathers for many, but the first after a pause leaves at once', async () => {
    const { all, push, clock } = stream(100);
    await settle();
    await push(1);
    expect(all[0]?.got).toEqual(['1']);
    await push(2, 3);
    expect(all[0]?.got).toEqual(['1']);
    clock.advance(10);
    for (const { got } of all) expect(got).toEqual(['1', '2', '3']);
    clock.advance(1_000);
    await push(4);
    expect(all[99]?.got).toEqual(['1', '2', '3', '4']);
  });

  test('whoever cannot take more leaves with the place where it stopped, in the middle of what was gathered too', async () => {
    const { all, push, clock, shared } = stream(100);
    const [slow, quick] = all as [(typeof all)[0], (typeof all)[0]];
    slow.room = 3;
    await settle();
    await push(1);
    await push(2, 3, 4, 5);
    clock.advance(10);
    expect(slow.got).toEqual(['1', '2', '3']);
    expect(slow.fell).toEqual([{ position: 3 }]);
    expect(quick.got).toEqual(['1', '2', '3', '4', '5']);
    // Back in only where the stream is.
    slow.room = 100;
    expect(shared.rejoin(slow, { position: 4 })).toBe(false);
    expect(shared.rejoin(slow, { position: 5 })).toBe(true);
    clock.advance(1_000);
    await push(6);
    expect(slow.got).toEqual(['1', '2', '3', '6']);
  });

  test('one that comes back while payloads are gathered gets them', async () => {
    const { push, clock, shared } = stream(100);
    await settle();
    await push(1);
    await push(2);
    const late = subscriber();
    expect(shared.rejoin(late, { position: 1 })).toBe(true);
    clock.advance(10);
    expect(late.got).toEqual(['2']);
  });

  test('ends once, when the last has left', async () => {
    const { all, shared, ended } = stream(2);
    await settle();
    for (const one of all) {
      expect(ended()).toBe(0);
      shared.remove(one);
    }
    await settle();
    expect(ended()).toBe(1);
    expect(shared.rejoin(subscriber(), { position: 0 })).toBe(false);
  });
});
