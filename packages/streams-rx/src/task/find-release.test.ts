import { MillraceError } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Release } from '../epoch/releases.ts';
import { type FailedRun, findRelease } from './find-release.ts';

const release = (number: number): Release => ({ kind: 'PUNCTUATION', id: String(number), node: 'n', time: number });
const met = (count: number) => Array.from({ length: count }, (_, number) => release(number));

/** A run in which so many go on, fails by `failure`, and notices it by some more that had gone on. */
function runs(count: number, failure: (from: number, to: number) => { error: unknown; behind: number } | undefined) {
  const trials: (readonly [number, number])[] = [];
  const trial = async (from: number, to: number): Promise<FailedRun | undefined> => {
    trials.push([from, to]);
    const failed = failure(from, Math.min(to, count));
    return failed && { error: failed.error, met: met(Math.min(failed.behind, to, count)) };
  };
  return { trials, trial };
}

const broken = new RangeError('bad');

describe('S97: which of what goes on is to blame', () => {
  it('the first with which a run fails, whenever that is noticed', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), fc.nat(99), fc.nat(99), async (count, at, more) => {
        const bad = at % count;
        const { trial } = runs(count, (from, to) =>
          from <= bad && bad < to ? { error: broken, behind: bad + 1 + more } : undefined,
        );
        const first = (await trial(0, count)) as FailedRun;
        const found = await findRelease(first, undefined, trial);
        expect(found).toEqual({ release: release(bad), error: broken, passing: bad });
      }),
    ));

  it('is found with one trial without all and one without it, where a run stops at it', async () => {
    const { trials, trial } = runs(1_000, (_, to) => (to > 700 ? { error: broken, behind: 701 } : undefined));
    await findRelease({ error: broken, met: met(701) }, undefined, trial);
    expect(trials).toEqual([
      [0, 0],
      [0, 700],
    ]);
  });

  it('none, where the run fails without all of them', async () => {
    const { trial } = runs(9, () => ({ error: broken, behind: 9 }));
    expect(await findRelease({ error: broken, met: met(9) }, undefined, trial)).toBeUndefined();
    expect(await findRelease({ error: broken, met: [] }, undefined, trial)).toBeUndefined();
  });

  it('of what takes too long, or makes too much, the one that does so by itself', async () => {
    const error = new MillraceError('EPOCH_TIMEOUT', 'too long');
    const { trial } = runs(9, (from, to) => (from <= 4 && to > 4 ? { error, behind: 9 } : undefined));
    expect(await findRelease({ error, met: met(9) }, undefined, trial)).toMatchObject({ release: release(4) });
  });

  it('no single one, where all of them together are too much', async () => {
    const error = new MillraceError('TOO_MANY_RECORDS', 'too many');
    const { trial } = runs(9, (from, to) => (to - from > 5 ? { error, behind: 9 } : undefined));
    await expect(findRelease({ error, met: met(9) }, undefined, trial)).rejects.toMatchObject({
      code: 'TOO_MANY_RECORDS',
      message: expect.stringContaining('no record is to blame'),
    });
  });
});
