import fc from 'fast-check';
import { expect } from 'vitest';
import { groupByKey } from '../operators/group-by-key.ts';
import { reduceRecords } from '../operators/reduce-records.ts';
import { toTable } from '../operators/to-table.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import type { GroupedStream } from '../topology/grouped-stream.ts';
import type { Windows } from '../windows/windowing.ts';
import { runInAllEpochs } from './run-in-all-epochs.ts';
import { sorted, type WindowInput, windowInputs } from './window-inputs.ts';
import type { WindowModel } from './window-models.ts';

/** Windows have what a plain model has, whatever comes and however epochs are cut. */
export function expectWindowModel<W extends Windows>(
  windows: fc.Arbitrary<W>,
  modelOf: (windows: W, records: readonly WindowInput[]) => WindowModel,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(windows, windowInputs, async (by, records) => {
      const driver = await runInAllEpochs(
        (app) =>
          app.stream<string, string>('in').pipe(
            groupByKey(),
            windowedBy<GroupedStream<string, string>, Windows>(by),
            reduceRecords((all, next) => all + next),
            toTable('rows'),
          ),
        (test) => test.pipe('in', records),
      );
      const model = modelOf(by, records);
      expect(sorted(driver.table('rows'))).toEqual(sorted(model.rows.values()));
      expect(driver.counts.late).toBe(model.late);
    }),
    { numRuns: 30 },
  );
}
