import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { testSources, timesBatch } from '../testing/waiting-batches.ts';
import { InputWait } from './input-wait.ts';
import { TaskInputs } from './task-inputs.ts';

/** Sources that are read from their beginnings: how far each partition went when the task was opened. */
function opened(endOffsets: readonly number[], maxTaskIdleMs = 0) {
  const clock = new FakeClock();
  const inputs = new TaskInputs(testSources(endOffsets.length));
  const sources = endOffsets.map((endOffset) => ({ offset: 0, endOffset }));
  /** What a look at a source finds. */
  const bounds = endOffsets.map((endOffset) => Promise.resolve({ logStartOffset: 0, endOffset }));
  const onLooked = vi.fn();
  const wait = new InputWait({
    ...{ inputs, clock, maxTaskIdleMs, sources, onLooked },
    bounds: (source) => bounds[source] as (typeof bounds)[number],
  });
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
  return { clock, inputs, wait, offer, take, bounds, onLooked };
}

const forEver = Number.POSITIVE_INFINITY;

describe('S4: a task with several inputs', () => {
  it('has nothing to take while nothing waits', () => {
    const { clock, wait } = opened([1, 1]);
    expect(wait.dueInMs()).toBe(forEver);
    clock.advance(10_000);
    expect(wait.dueInMs()).toBe(forEver);
  });

  it('does not wait for an input that was read to its end', () => {
    const { wait, offer } = opened([2, 0]);
    offer(0, 2, 2);
    expect(wait.dueInMs()).toBe(0);
  });

  it('waits for one that had more when the task was opened, until it comes', () => {
    const { clock, inputs, wait, offer } = opened([0, 3]);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(forEver);
    clock.advance(4_000);
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(forEver);
    offer(1, 2, 3);
    expect(wait.dueInMs()).toBe(0);
    inputs.take(4);
    // It has a third one still.
    offer(0, 1, 3);
    expect(wait.dueInMs()).toBe(forEver);
    offer(1, 1, 3);
    expect(wait.dueInMs()).toBe(0);
    inputs.take(2);
    offer(0, 1, 4);
    expect(wait.dueInMs()).toBe(0);
  });

  it('waits for it however long it takes', async () => {
    const { clock, wait, offer, onLooked } = opened([0, 3]);
    offer(0, 1, 1);
    for (let looks = 0; looks < 20; looks++) {
      expect(wait.dueInMs()).toBe(forEver);
      clock.advance(5_000);
      await vi.waitFor(() => expect(onLooked).toHaveBeenCalledTimes(looks + 1));
    }
    expect(wait.dueInMs()).toBe(forEver);
  });

  it('does not wait for what was deleted meanwhile, or lost', async () => {
    for (const found of [
      { logStartOffset: 3, endOffset: 3 },
      { logStartOffset: 0, endOffset: 0 },
    ]) {
      const { clock, wait, offer, bounds, onLooked } = opened([0, 3]);
      bounds[1] = Promise.resolve(found);
      offer(0, 1, 1);
      expect(wait.dueInMs()).toBe(forEver);
      clock.advance(4_999);
      expect(wait.dueInMs()).toBe(forEver);
      clock.advance(1);
      await vi.waitFor(() => expect(onLooked).toHaveBeenCalled());
      expect(wait.dueInMs()).toBe(0);
    }
  });

  it('looks again when a look failed', async () => {
    const { clock, wait, offer, bounds, onLooked } = opened([0, 3]);
    const failed = Promise.reject(new Error('Not now.'));
    failed.catch(() => undefined);
    bounds[1] = failed;
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(forEver);
    clock.advance(5_000);
    await vi.waitFor(() => expect(onLooked).toHaveBeenCalledOnce());
    expect(wait.dueInMs()).toBe(forEver);
    bounds[1] = Promise.resolve({ logStartOffset: 3, endOffset: 3 });
    clock.advance(5_000);
    await vi.waitFor(() => expect(onLooked).toHaveBeenCalledTimes(2));
    expect(wait.dueInMs()).toBe(0);
  });

  it('does not believe a look during which something came', async () => {
    const { clock, wait, offer, take, bounds } = opened([0, 3]);
    let answer: (found: { logStartOffset: number; endOffset: number }) => void = () => {};
    bounds[1] = new Promise((resolve) => (answer = resolve));
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(forEver);
    clock.advance(5_000);
    offer(1, 1, 9);
    answer({ logStartOffset: 0, endOffset: 1 });
    await bounds[1];
    await new Promise((resolve) => setImmediate(resolve));
    take();
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(forEver);
  });

  it('looks at nothing once it is closed', () => {
    const { clock, wait, offer, onLooked } = opened([0, 3]);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(forEver);
    wait.close();
    clock.advance(60_000);
    expect(onLooked).not.toHaveBeenCalled();
  });

  it('knows of more by what was read of it', () => {
    const { inputs, wait, offer } = opened([0, 0]);
    offer(0, 1, 1);
    offer(1, 1, 5);
    inputs.take(2);
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(forEver);
  });

  it('waits for an input that was read to its end for maxTaskIdleMs, from when something waits', () => {
    const { clock, inputs, wait, offer } = opened([0, 0], 300);
    expect(wait.dueInMs()).toBe(forEver);
    clock.advance(1_000);
    offer(0, 1, 1);
    expect(wait.dueInMs()).toBe(300);
    clock.advance(200);
    offer(0, 1, 2);
    expect(wait.dueInMs()).toBe(100);
    clock.advance(100);
    expect(wait.dueInMs()).toBe(0);
    inputs.take(2);
    expect(wait.dueInMs()).toBe(forEver);
    // What comes next is waited with anew.
    offer(0, 1, 3);
    expect(wait.dueInMs()).toBe(300);
    offer(1, 1, 1);
    expect(wait.dueInMs()).toBe(0);
  });

  it('ends an epoch where an input that has more runs empty, and waits for it', () => {
    const { wait, offer, take } = opened([4, 2]);
    offer(0, 2, 4);
    offer(1, 2, 2, 10);
    expect(wait.dueInMs()).toBe(0);
    expect(take()).toEqual([[0, 2]]);
    expect(wait.dueInMs()).toBe(forEver);
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
    const { clock, wait, offer, take } = opened([0, 2], 300);
    offer(1, 2, 2, 10);
    expect(wait.dueInMs()).toBe(300);
    clock.advance(300);
    expect(wait.dueInMs()).toBe(0);
    // Before the epoch begins.
    offer(0, 1, 1);
    expect(take()).toEqual([[0, 1]]);
    expect(wait.dueInMs()).toBe(300);
  });
});
