import { MillraceError } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { rideOut } from './ride-out.ts';

const outage = (attempt: number) => new MillraceError('POSTGRES_UNAVAILABLE', `attempt ${attempt}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Runs it on a clock that is moved by tenths of a second; gives when it was tried, ms from its beginning, and how it ended. */
async function ride(limitMs: number, attempt: (number: number) => unknown, abort = new AbortController()) {
  const clock = new FakeClock();
  const startedAt = clock.monotonic();
  const sinceStart = () => clock.monotonic() - startedAt;
  const triedAt: number[] = [];
  const ended: { at?: number; value?: unknown; error?: unknown } = {};
  const riding = rideOut({ clock, limitMs, signal: abort.signal }, async () => {
    triedAt.push(sinceStart());
    return attempt(triedAt.length);
  });
  riding
    .then(
      (value) => Object.assign(ended, { value }),
      (error) => Object.assign(ended, { error }),
    )
    .finally(() => {
      ended.at = sinceStart();
    });
  for (let i = 0; i < 1_000 && ended.at === undefined; i++) {
    await turn();
    if (ended.at === undefined) clock.advance(50);
  }
  return { triedAt, ...ended };
}

const fails = (attempt: number) => {
  throw outage(attempt);
};

describe('L7: an outage that is ridden out', () => {
  it('is met with pauses that double, two seconds at most', async () => {
    const { triedAt, value } = await ride(60_000, (attempt) => (attempt < 10 ? fails(attempt) : 'there'));
    expect(value).toBe('there');
    const pauses = triedAt.slice(1).map((at, i) => at - (triedAt[i] as number));
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]);
  });

  it('that lasts longer than the limit ends with the last failure', async () => {
    const { triedAt, error, at } = await ride(10_000, fails);
    expect(error).toEqual(outage(triedAt.length));
    expect(at).toBe(triedAt.at(-1));
    expect(at).toBeGreaterThan(10_000);
    expect(at).toBeLessThanOrEqual(12_000);
  });

  it('is nothing that another attempt does not help, nor the end of the node', async () => {
    const failures = [
      new MillraceError('TOPIC_NOT_FOUND', 'none'),
      new MillraceError('SHUTTING_DOWN', 'stopping'),
      new Error('x'),
    ];
    for (const failure of failures) {
      const { triedAt, error } = await ride(10_000, () => {
        throw failure;
      });
      expect([triedAt, error]).toEqual([[0], failure]);
    }
  });

  it('is one where the node says so by another error that passes', async () => {
    const full = new MillraceError('QUEUE_FULL', 'full');
    const { triedAt } = await ride(10_000, (attempt) => {
      if (attempt < 3) throw full;
    });
    expect(triedAt).toEqual([0, 50, 150]);
  });

  it('ends at once with the reason of its signal', async () => {
    const abort = new AbortController();
    const { triedAt, error } = await ride(
      10_000,
      (attempt) => {
        if (attempt === 3) setImmediate(() => abort.abort('enough'));
        return fails(attempt);
      },
      abort,
    );
    expect([triedAt, error]).toEqual([[0, 50, 150], 'enough']);
  });
});
