import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { testSources, timesBatch } from '../testing/waiting-batches.ts';
import { InputWait } from './input-wait.ts';
import { TaskInputs } from './task-inputs.ts';

/** Two sources, read from their beginnings: how far each partition went when the task was opened. */
function opened(endOffsets: readonly [number, number], maxTaskIdleMs = 0) {
  const clock = new FakeClock();
  const inputs = new TaskInputs(testSources(2));
  const sources = endOffsets.map((endOffset) => ({ offset: 0, endOffset }));
  const wait = new InputWait({ inputs, clock, maxTaskIdleMs, sources });
  const next = [0, 0];
  /** The next so many records of a source, of a partition that has as many as `highWatermark` by then. */
  const offer = (source: 0 | 1, count: number, highWatermark: number) => {
    const times = Array.from({ length: count }, () => 1);
    inputs.add(source, timesBatch(source, next[source] as number, times));
    next[source] = (next[source] as number) + count;
    wait.read(source, { nextOffset: next[source] as number, highWatermark });
  };
  return { clock, inputs, wait, offer };
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
});
