import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { PunctuationWait } from './punctuation-wait.ts';

const minute = 60_000;
const hour = 60 * minute;
const at = (text: string) => Date.parse(`2026-01-01T${text}Z`);

/** Of a task that was run at that time. */
function seenAt(time: string, intervalsMs: readonly number[]) {
  const clock = new FakeClock(at(time));
  const wait = new PunctuationWait(clock, intervalsMs);
  wait.seen();
  return { clock, wait };
}

describe('S88: when a task is run for its punctuations on the wall clock', () => {
  it('at the next multiple, however near the last record was to it', () => {
    const { clock, wait } = seenAt('10:59:50', [hour]);
    expect(wait.dueInMs()).toBe(10_000);
    clock.advance(9_999);
    expect(wait.dueInMs()).toBe(1);
    clock.advance(1);
    expect(wait.dueInMs()).toBe(0);
    wait.seen();
    expect(wait.dueInMs()).toBeGreaterThan(0);
  });

  it('at the multiples of each interval', () => {
    const { clock, wait } = seenAt('00:00:00', [7_000, 10_000]);
    const start = clock.now();
    const times: number[] = [];
    while (clock.now() < start + 30_000) {
      clock.advance(wait.dueInMs());
      wait.seen();
      times.push((clock.now() - start) / 1_000);
    }
    const multiples = (every: number) =>
      Array.from({ length: 60 }, (_, i) => i).filter((s) => (start / 1_000 + s) % every === 0);
    const expected = [...new Set([...multiples(7), ...multiples(10)])].filter((s) => s > 0).sort((a, b) => a - b);
    expect(times).toEqual(expected.slice(0, times.length));
  });

  it('as soon as it is begun, for what it may have missed', () => {
    expect(new PunctuationWait(new FakeClock(at('10:05:00')), [hour]).dueInMs()).toBe(0);
  });

  it('within a minute of the multiple by a clock that was set', () => {
    const { clock, wait } = seenAt('10:05:00', [hour]);
    expect(wait.dueInMs()).toBe(minute);
    clock.advance(hour);
    expect(wait.dueInMs()).toBe(0);
  });

  it('never where it has none', () => {
    expect(new PunctuationWait(new FakeClock(), []).dueInMs()).toBe(Number.POSITIVE_INFINITY);
  });
});
