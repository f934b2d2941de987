import { describe, expect, it } from 'vitest';
import { deadLetters } from '../testing/dead-letters.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { untilTimeLimit } from '../windows/suppression.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { joinForeignKey } from './join-foreign-key.ts';
import { joinStream } from './join-stream.ts';
import { processRecords } from './process-records.ts';
import { processStore } from './process-store.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const options = {
  errors: { process: { deadLetterTopic: 'dead' } },
  topics: { dead: { valueFormat: 'BYTES' } },
} as const;
const run = (define: (app: TopologyApp) => unknown, script: (driver: TestDriver) => void) =>
  runInAllEpochs(define, script, options);
const reasons = (driver: TestDriver) => deadLetters(driver).map(({ reason }) => reason);
const keysOf = (driver: TestDriver, topic: string) => driver.output(topic).map(({ key }) => key);

/** What a key of a window may have with its time and what ends it. */
const longest = 'k'.repeat(2_590);
const tooLong = `${longest}k`;

describe('S18: a key that is too long for a store', () => {
  it('of a table, also where its row is to be gone', async () => {
    const key = 'k'.repeat(2_601);
    const driver = await run(
      (app) => app.stream('in').pipe(toTable('rows')),
      (test) =>
        test.pipe('in', [
          { key: key.slice(1), value: 1 },
          { key, value: 2 },
          { key, value: null },
        ]),
    );
    expect(driver.table('rows')).toEqual([{ key: key.slice(1), value: 1 }]);
    const reason = expect.stringMatching(/^PROCESS: A key of store "rows" has 2601 bytes, more than 2600: .*hash/);
    expect(reasons(driver)).toEqual([reason, reason]);
  });

  it('of windows, and of what is held back', async () => {
    const driver = await run(
      (app) =>
        app
          .stream('in')
          .pipe(
            groupByKey(),
            windowedBy(tumbling({ size: 10, grace: 0 })),
            countRecords({ store: 'counts' }),
            suppress(untilTimeLimit(5)),
            toTable('held'),
          ),
      (test) =>
        test.pipe(
          'in',
          [longest, tooLong, 'end'].map((key, i) => ({ key, value: 1, timestamp: i * 10 })),
        ),
    );
    expect(driver.table('held')).toHaveLength(1);
    expect(reasons(driver)).toEqual([expect.stringContaining('has 2601 bytes')]);
  });

  it('of streams that are joined', async () => {
    const driver = await run(
      (app) =>
        app.stream<string, number>('left').pipe(
          joinStream(app.stream<string, number>('right'), (a, b) => a + b, { before: 10, after: 10, grace: 0 }),
          to('out'),
        ),
      (test) => {
        for (const topic of ['left', 'right']) {
          test.pipe(
            topic,
            // With nine bytes more, which say of which stream a record is, and tell those of one time apart.
            [longest.slice(9), longest.slice(8)].map((key) => ({ key, value: 1, timestamp: 0 })),
          );
        }
      },
    );
    expect(keysOf(driver, 'out')).toEqual([longest.slice(9)]);
    expect(reasons(driver)).toEqual(Array(2).fill(expect.stringContaining('has 2601 bytes')));
  });

  it('of a store of one’s own', async () => {
    const driver = await run(
      (app) =>
        app.stream<string, string>('in').pipe(
          processRecords({
            stores: { seen: processStore<string, number>({ name: 'seen' }) },
            process({ value }, { stores: { seen } }) {
              seen.set(value, 1);
              return [{ value: value.length }];
            },
          }),
          to('out'),
        ),
      (test) =>
        test.pipe(
          'in',
          [2_600, 2_601].map((length) => ({ key: 'k', value: 'k'.repeat(length) })),
        ),
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([2_600]);
    expect(reasons(driver)).toEqual([expect.stringContaining('A key of store "seen" has 2601 bytes')]);
  });

  it('of who refers to a row', async () => {
    const [one, other] = ['a'.repeat(1_299), 'b'.repeat(1_300)];
    const driver = await run(
      (app) => {
        const rows = app.table<string, string>('in', 'rows');
        rows.pipe(
          joinForeignKey(
            app.table<string, string>('others', 'others'),
            (value) => value,
            (a, b) => a + b,
          ),
          toTable('joined'),
        );
      },
      (test) => {
        test.pipe('others', { key: one, value: 'x' });
        test.pipe(
          'in',
          [one, other].map((key) => ({ key, value: one })),
        );
      },
    );
    expect(driver.table('joined').map(({ key }) => key)).toEqual([one]);
    expect(reasons(driver)).toEqual([expect.stringContaining('has 2601 bytes')]);
  });
});
