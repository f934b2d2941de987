import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { testSources, timesBatch } from '../testing/waiting-batches.ts';
import { InputWait } from './input-wait.ts';
import { TaskInputs } from './task-inputs.ts';

/** Sources that are read from their beginnings: how far each partition went when the task was opened. */
function opened(endOffsets: readonly number[], maxTaskIdleMs = 0) {
  const clock = new FakeClock();
  const inputs = new TaskInputs(testSources(endOffsets.length));
  const sources = endOffsets.map((endOffset) => ({ offset: 0, endOffset }));
  const wait = new InputWait({ inputs, clock, maxTaskIdleMs, sources });
  const next = endOffsets.map(() => 0);
  /** The next so many records of a source, a millisecond apart, of a partition that has as many as `highWatermark` by then. */
  const offer = (source: number, count: number, highWatermark: number, firstTime = 1) => {
    const times = Array.from({ length: count }, (_, i) => firstTime + i);
    inputs.add(source, timesBatch(source, next[source] as number, times));
    next[source] = (next[source] as number) + count;
    wait.read(source, { nextOffset: next[source] as number, highWatermark });
  };
  /** The next epoch, of ten records at most: how many it takes of each source, one run after the other. */
  const take = () =>
    inputs.take(10, (source) => wait.isAwaited(source)).runs.map(({ source, count }) => [source, count]);
  return { clock, inputs, wait, offer, take };
}

describe('S4: a task with several inputs', () => {
  it('has nothing to take while nothing waits', () => {
    const { clock, wait } = opened([1, 1]);
    expect(wait.dueInMs()).toBe(Number.POSITIVE_INFINITY);
    clock.advance(10_000);
    expect(wait.dueInMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not wait for an input that was read to its end', () => {
    const { wait, offer } = opened([2, 0]);
    offer(0, 2, 2);
    expect(wait.dueInMs()).toBe(0);
  });

  it('waits for one that had more when the task was opened, until it comes', () => {
    const { clock, inputs, wait, offer } = opened([0, 3]);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(5_000);
    clock.advance(4_000);
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(1_000);
    offer(1, 2, 3);
    expect(wait.dueInMs()).toBe(0);
    inputs.take(4);
    // It has a third one still.
    offer(0, 1, 3);
    expect(wait.dueInMs()).toBe(5_000);
    offer(1, 1, 3);
    expect(wait.dueInMs()).toBe(0);
    inputs.take(2);
    offer(0, 1, 4);
    expect(wait.dueInMs()).toBe(0);
  });

  it('goes on without it after five seconds', () => {
    const { clock, wait, offer } = opened([0, 3]);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(5_000);
    clock.advance(4_999);
    expect(wait.dueInMs()).toBe(1);
    clock.advance(1);
    expect(wait.dueInMs()).toBe(0);
  });

  it('knows of more by what was read of it', () => {
    const { inputs, wait, offer } = opened([0, 0]);
    offer(0, 1, 1);
    offer(1, 1, 5);
    inputs.take(2);
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(5_000);
  });

  it('waits for an input that was read to its end for maxTaskIdleMs, from when something waits', () => {
    const { clock, inputs, wait, offer } = opened([0, 0], 300);
    expect(wait.dueInMs()).toBe(Number.POSITIVE_INFINITY);
    clock.advance(1_000);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(300);
    clock.advance(200);
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(100);
    clock.advance(100);
    expect(wait.dueInMs()).toBe(0);
    inputs.take(2);
    expect(wait.dueInMs()).toBe(Number.POSITIVE_INFINITY);
    // What comes next is waited with anew.
    offer(0, 1, 3);
    expect(wait.dueInMs()).toBe(300);
    offer(1, 1, 1);
    expect(wait.dueInMs()).toBe(0);
  });

  it('waits as long as maxTaskIdleMs says where that is more than five seconds', () => {
    const { wait, offer } = opened([0, 3], 60_000);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(60_000);
  });

  it('ends an epoch where an input that has more runs empty, and waits for it', () => {
    const { wait, offer, take } = opened([4, 2]);
    offer(0, 2, 4);
    offer(1, 2, 2, 10);
    expect(wait.dueInMs()).toBe(0);
    expect(take()).toEqual([[0, 2]]);
    expect(wait.dueInMs()).toBe(5_000);
    offer(0, 2, 4, 3);
    expect(wait.dueInMs()).toBe(0);
    // Read to its end by now.
    expect(take()).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it('ends an epoch for maxTaskIdleMs where one that was read to its end runs empty', () => {
    const { clock, wait, offer, take } = opened([2, 2], 300);
    offer(0, 2, 2);
    offer(1, 2, 2, 10);
    expect(wait.dueInMs()).toBe(0);
    expect(take()).toEqual([[0, 2]]);
    expect(wait.dueInMs()).toBe(300);
    clock.advance(300);
    expect(wait.dueInMs()).toBe(0);
    expect(take()).toEqual([[1, 2]]);
  });

  it('waits for each input from when that one is empty', () => {
    const { clock, wait, offer, take } = opened([0, 2, 2], 300);
    offer(1, 2, 2);
    offer(2, 2, 2, 10);
    expect(wait.dueInMs()).toBe(300);
    clock.advance(300);
    expect(wait.dueInMs()).toBe(0);
    // The first one is not waited for any more, but the second one is.
    expect(take()).toEqual([[1, 2]]);
    expect(wait.dueInMs()).toBe(300);
    clock.advance(300);
    expect(take()).toEqual([[2, 2]]);
  });

  it('waits anew for an input of which something has come after all', () => {
    const { clock, wait, offer, take } = opened([2, 2]);
    offer(1, 2, 2, 10);
    expect(wait.dueInMs()).toBe(5_000);
    clock.advance(5_000);
    expect(wait.dueInMs()).toBe(0);
    // Before the epoch begins.
    offer(0, 1, 2);
    expect(take()).toEqual([[0, 1]]);
    expect(wait.dueInMs()).toBe(5_000);
  });
});
