import fc from 'fast-check';
import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TestInput } from '../testing/test-topic.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { joinTable } from './join-table.ts';
import { leftJoinTable } from './left-join-table.ts';
import { selectKey } from './select-key.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const joiner = (value: string, row: string | null) => `${value}${row ?? '-'}`;

const inner = (app: TopologyApp) =>
  app.stream<string, string>('left').pipe(joinTable(app.table<string, string>('right', 'rows'), joiner), to('out'));
const left = (app: TopologyApp) =>
  app.stream<string, string>('left').pipe(leftJoinTable(app.table<string, string>('right', 'rows'), joiner), to('out'));

/** Records of two topics by time, as Kafka Streams' documentation of join semantics has them. */
const documented: readonly (readonly ['left' | 'right', string | null])[] = [
  ['left', null],
  ['right', null],
  ['left', 'A'],
  ['right', 'a'],
  ['left', 'B'],
  ['right', 'b'],
  ['left', null],
  ['right', null],
  ['left', 'C'],
  ['right', 'c'],
  ['right', null],
  ['left', null],
  ['right', null],
  ['right', 'd'],
  ['left', 'D'],
];

const pipeAll = (test: TestDriver, records: typeof documented) => {
  for (const [i, [topic, value]] of records.entries()) test.pipe(topic, { key: 'k', value, timestamp: i + 1 });
};
const results = (driver: TestDriver) => driver.output('out').map(({ timestamp, value }) => [timestamp, value]);

describe('joinTable', () => {
  it("gives what Kafka Streams' table of an inner stream-table join says", async () => {
    const driver = await runInAllEpochs(inner, (test) => pipeAll(test, documented));
    expect(results(driver)).toEqual([
      [5, 'Ba'],
      [15, 'Dd'],
    ]);
    expect(driver.counts.skipped).toBe(3);
  });

  it("gives what Kafka Streams' table of a left stream-table join says", async () => {
    const driver = await runInAllEpochs(left, (test) => pipeAll(test, documented));
    expect(results(driver)).toEqual([
      [3, 'A-'],
      [5, 'Ba'],
      [9, 'C-'],
      [15, 'Dd'],
    ]);
    expect(driver.counts.skipped).toBe(3);
  });

  it('skips and counts a record without a key; a left join gives it without a row', async () => {
    const script = (test: TestDriver) => test.pipe('left', { value: 'A' });
    const one = await runInAllEpochs(inner, script);
    expect([results(one), one.counts.skipped]).toEqual([[], 1]);
    const other = await runInAllEpochs(left, script);
    expect([results(other), other.counts.skipped]).toEqual([[[0, 'A-']], 0]);
  });

  it('sees the table with what the record itself has changed', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const words = app.stream<string, string>('left');
        const counts = words.pipe(groupByKey(), countRecords());
        return words.pipe(
          joinTable(counts, (word, count) => `${word}${count}`),
          to('out'),
        );
      },
      (test) =>
        test.pipe(
          'left',
          [...'abcde'].map((value) => ({ key: 'k', value })),
        ),
    );
    expect(results(driver).map(([, value]) => value)).toEqual(['a1', 'b2', 'c3', 'd4', 'e5']);
  });

  it('brings records whose keys have changed to the partition of their row', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const rows = app.table<string, string>('right', 'rows');
        return app.stream<string, { of: string }>('left').pipe(
          selectKey(({ value }) => value.of),
          map((record) => record.with({ value: record.value.of.toUpperCase() })),
          joinTable(rows, joiner),
          to('out'),
        );
      },
      async (test) => {
        test.pipe(
          'right',
          [...'abcdefgh'].map((key) => ({ key, value: key })),
        );
        await test.run();
        test.pipe(
          'left',
          [...'abcdefgh'].map((of, i) => ({ key: String(i), value: { of } })),
        );
      },
      { topics: { left: { partitions: 2 }, right: { partitions: 3 } } },
    );
    expect(new Set(driver.output('out').map(({ value }) => value))).toEqual(
      new Set(['Aa', 'Bb', 'Cc', 'Dd', 'Ee', 'Ff', 'Gg', 'Hh']),
    );
  });

  it('refuses topics with different numbers of partitions', async () => {
    await expect(
      TestDriver.open(inner, { topics: { left: { partitions: 2 }, right: { partitions: 3 } } }),
    ).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY' });
  });

  it('refuses a table by windows, until it is one by whole keys', async () => {
    const windows = (app: TopologyApp) =>
      app
        .stream<string, string>('left')
        .pipe(groupByKey(), windowedBy(tumbling({ size: 10, grace: 0 })), countRecords());
    await expect(
      TestDriver.open((app) => {
        const counts = windows(app);
        counts.pipe(
          toStream(),
          joinTable(counts, (one, other) => one + other),
        );
      }),
    ).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY' });
    const driver = await runInAllEpochs(
      (app) => {
        const changes = windows(app).pipe(toStream({ emit: 'ALL' }));
        changes.pipe(
          joinTable(changes.pipe(toTable('whole')), (one, other) => [one, other]),
          to('out'),
        );
      },
      (test) =>
        test.pipe(
          'left',
          [3, 4, 14].map((timestamp) => ({ key: 'k', value: 'x', timestamp })),
        ),
      { topics: { out: { keyFormat: 'JSON' } } },
    );
    expect(driver.output('out').map(({ value }) => value)).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
    ]);
  });

  it('joins each record with the last row before it, whatever comes and however epochs are cut', async () => {
    const record = fc.record({
      topic: fc.constantFrom('left', 'right'),
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 30 }), fc.nat(), async (records, seed) => {
        const driver = await runInAllEpochs(
          left,
          (test) => {
            for (const [timestamp, { topic, ...rest }] of records.entries()) {
              test.pipe(topic, { ...rest, timestamp } satisfies TestInput);
            }
          },
          { seeds: [seed] },
        );
        const rows = new Map<string, string | null>();
        const expected: unknown[] = [];
        for (const [timestamp, { topic, key, value }] of records.entries()) {
          if (topic === 'right') rows.set(key, value);
          else if (value !== null) expected.push([timestamp, `${value}${rows.get(key) ?? '-'}`]);
        }
        expect(results(driver)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
