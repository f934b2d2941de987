import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSources, timesBatch } from '../testing/waiting-batches.ts';
import { TaskInputs } from './task-inputs.ts';

/** Of each source, batches of times. */
const inputs = fc.array(fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 })), {
  minLength: 1,
  maxLength: 3,
});

describe('S4: the records that wait for a task', () => {
  it('are taken by time, those of a source in their order, however they are cut', () =>
    fc.assert(
      fc.property(inputs, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (given, sizes) => {
        const waiting = new TaskInputs(testSources(given.length));
        const left = given.map((batches) => batches.flat());
        for (const [source, batches] of given.entries()) {
          let offset = 0;
          for (const times of batches) {
            waiting.add(source, timesBatch(source, offset, times));
            offset += times.length;
          }
        }
        const at = given.map(() => 0);
        let ordinal = 0;
        for (let n = 0; waiting.waiting > 0; n++) {
          const size = sizes[n % sizes.length] as number;
          const before = waiting.waiting;
          const input = waiting.take(size);
          expect(input.length).toBe(Math.min(size, before));
          for (const run of input.runs) {
            for (let i = 0; i < run.count; i++) {
              const times = left.map((all, source) => all[at[source] as number] ?? Number.POSITIVE_INFINITY);
              expect(run.source).toBe(times.indexOf(Math.min(...times)));
              expect(run.batch.offset(run.index + i)).toBe(at[run.source]);
              expect(run.ordinal + i).toBe(ordinal++);
              at[run.source] = (at[run.source] as number) + 1;
            }
          }
        }
        expect(at).toEqual(left.map(({ length }) => length));
      }),
    ));
});
