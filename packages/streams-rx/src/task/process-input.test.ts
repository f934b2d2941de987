import { MillraceError } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../record/decode-error.ts';
import type { InputBatch, Origin } from '../record/origin.ts';
import { EpochInput } from './epoch-input.ts';
import { processInput } from './process-input.ts';

const batch: InputBatch = {
  topic: 'in',
  partition: 0,
  offset: (i) => i,
  timestamp: () => 0,
  key: () => null,
  value: () => null,
  headers: () => [],
};

function inputOf(count: number): EpochInput {
  const half = count >> 1;
  const runs = [
    { batch, source: 0, index: 0, ordinal: 7, count: half },
    { batch, source: 0, index: half, ordinal: 7 + half, count: count - half },
  ];
  return new EpochInput(runs.filter((run) => run.count > 0));
}

function originsOf({ runs }: EpochInput): Origin[] {
  return runs.flatMap(({ index, ordinal, count }) =>
    Array.from({ length: count }, (_, i) => ({ batch, index: index + i, ordinal: ordinal + i })),
  );
}

/** Attempts fail while one of the bad is among the records. */
async function run(count: number, bad: readonly number[], errorOf: (origin: Origin) => unknown) {
  const attempts: { readonly records: number; readonly isProbe: boolean }[] = [];
  const committed: number[] = [];
  const givenUp: number[] = [];
  await processInput(inputOf(count), {
    async attempt(part, _releases, isProbe) {
      const origins = originsOf(part);
      attempts.push({ records: origins.length, isProbe });
      const culprit = origins.find(({ index }) => bad.includes(index));
      if (culprit) throw errorOf(culprit);
      committed.push(...origins.map(({ index }) => index));
    },
    trial: async () => expect.unreachable(),
    isOutside: () => false,
    mayGiveUp: () => true,
    stopping: () => expect.unreachable(),
    async giveUp({ first: origin }) {
      givenUp.push(origin?.index as number);
      committed.push(origin?.index as number);
    },
  });
  return { attempts, committed, givenUp };
}

const thrown = () => new RangeError('bad');
const undecodable = (origin: Origin) => new DecodeError('value', origin, thrown());
const timeout = () => new MillraceError('EPOCH_TIMEOUT', 'too long');

describe('S14: the record that is to blame', () => {
  it('every record is done once, in its order, and only those that are to blame are given up', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }).chain((count) =>
          fc.record({
            count: fc.constant(count),
            bad: fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 5 }),
            errorOf: fc.constantFrom(thrown, undecodable, timeout),
          }),
        ),
        async ({ count, bad, errorOf }) => {
          const { committed, givenUp } = await run(count, bad, errorOf);
          expect(committed).toEqual(originsOf(inputOf(count)).map(({ index }) => index));
          expect(givenUp).toEqual(bad.toSorted((a, b) => a - b));
        },
      ),
    ));

  it('one of 5,000 is found with two attempts for each half; bytes that cannot be decoded with four', async () => {
    expect((await run(5_000, [3_210], thrown)).attempts.length).toBeLessThanOrEqual(1 + 2 * 13);
    expect((await run(5_000, [3_210], undecodable)).attempts).toHaveLength(4);
  });

  it('of what takes too long: only the whole and the one that is alone have all their time', async () => {
    const { attempts } = await run(5_000, [3_210], timeout);
    const sizes = attempts.filter(({ isProbe }) => !isProbe).map(({ records }) => records);
    expect(new Set(sizes)).toEqual(new Set([5_000, 1]));
    expect(attempts.length).toBeLessThanOrEqual(1 + 2 * 13);
  });

  it('one that has nothing to do with records is thrown as it is, and nothing is tried again', async () => {
    const outage = new MillraceError('POSTGRES_UNAVAILABLE', 'gone');
    let attempts = 0;
    const failed = processInput(inputOf(10), {
      async attempt() {
        attempts += 1;
        throw outage;
      },
      trial: async () => expect.unreachable(),
      isOutside: (error) => error === outage,
      mayGiveUp: () => true,
      stopping: () => expect.unreachable(),
      giveUp: async () => expect.unreachable(),
    });
    await expect(failed).rejects.toBe(outage);
    expect(attempts).toBe(1);
  });
});
