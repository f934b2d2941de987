import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadLetters } from '../testing/dead-letters.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { Table } from '../topology/table.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { untilTimeLimit } from '../windows/suppression.ts';
import { aggregateTable } from './aggregate-table.ts';
import { groupTableBy } from './group-table-by.ts';
import { leftJoinTable } from './left-join-table.ts';
import { mapValues } from './map-values.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';

const dead = { process: { deadLetterTopic: 'dead' } } as const;
const values = <V>(driver: TestDriver, topic = 'out') => driver.output(topic).map(({ value }) => value as V);

interface Row {
  readonly group: string;
  readonly weight: number;
}

const row = (timestamp: number, key: string, group: string, weight: number) => ({
  key,
  value: { group, weight },
  timestamp,
});
const tick = (timestamp: number) => row(timestamp, `tick ${timestamp}`, 'clock', 1);
const groupOf = ({ group }: Row) => group;
const weightOf = ({ weight }: Row) => weight;

function accepted(value: Row): Row {
  if (value.group === 'bad') throw new RangeError(`${value.weight} is refused.`);
  return value;
}

const suppressed = (app: TopologyApp, maxKeys?: number) =>
  app.table<string, Row>('rows', 'all').pipe(suppress(untilTimeLimit(5, maxKeys ? { maxKeys } : {})));
const sum = (rows: Table<string, Row>, group = groupOf, added = weightOf) =>
  rows.pipe(
    groupTableBy(group),
    aggregateTable(
      () => 0,
      (before, value) => before + added(value),
      (before, { weight }) => before - weight,
    ),
    toTable('sums'),
  );
/** Each change to `out`, but of what is refused. */
const show = (rows: Table<string, Row>) =>
  rows.pipe(
    toStream({ emit: 'ALL' }),
    mapValues((value) => value && accepted(value)),
    to('out'),
  );
const sumOfAccepted = (app: TopologyApp) => sum(suppressed(app), (value) => accepted(value).group);

describe('S97: behind suppress(untilTimeLimit()) a row that was given up is as it was last given on', () => {
  /** Of k 1 is given on at 6, 10 falls due at 13, and 100 at 20. */
  const records = [row(0, 'k', 'x', 1), tick(6), row(7, 'k', 'bad', 10), tick(13), row(14, 'k', 'x', 100), tick(20)];
  const run = (define: (app: TopologyApp) => unknown, of: readonly object[] = records) =>
    runInAllEpochs(define, (test) => test.pipe('rows', of), { errors: dead });
  const lost = (driver: TestDriver) => deadLetters(driver).map(({ place, reason }) => [place, reason]);

  it('so a selector that refuses it does not meet it again as what the next change takes off', async () => {
    const driver = await run(sumOfAccepted);
    expect(driver.table('sums')).toEqual([
      { key: 'clock', value: 2 },
      { key: 'x', value: 100 },
    ]);
    expect(lost(driver)).toEqual([['rows/0/2', 'PROCESS: 10 is refused.']]);
  });

  it('so where it fails elsewhere, what was added before is taken off, and it is not', async () => {
    const driver = await run((app) => {
      const rows = suppressed(app);
      sum(rows);
      show(rows);
    });
    expect(driver.table('sums')).toEqual([
      { key: 'clock', value: 2 },
      { key: 'x', value: 100 },
    ]);
    expect(values<Row>(driver).map(weightOf)).toEqual([1, 1, 1, 100]);
    expect(lost(driver)).toEqual([['rows/0/2', 'PROCESS: 10 is refused.']]);
  });

  it('also one that is given up again and again, or that was never given on, or is gone', async () => {
    const driver = await run(sumOfAccepted, [
      ...records.slice(0, 4),
      row(14, 'k', 'bad', 20),
      row(14, 'new', 'bad', 30),
      tick(20),
      { key: 'k', value: null, timestamp: 21 },
      row(21, 'new', 'y', 5),
      tick(27),
    ]);
    expect(driver.table('sums')).toEqual([
      { key: 'clock', value: 3 },
      { key: 'x', value: 0 },
      { key: 'y', value: 5 },
    ]);
    expect(lost(driver).map(([, reason]) => reason)).toEqual([
      'PROCESS: 10 is refused.',
      'PROCESS: 20 is refused.',
      'PROCESS: 30 is refused.',
    ]);
  });

  it('also where the next change is older than the limit already, and goes on at once', async () => {
    const driver = await run(sumOfAccepted, [...records.slice(0, 4), row(8, 'k', 'y', 100), row(8, 'k', 'y', 1_000)]);
    expect(driver.table('sums')).toEqual([
      { key: 'clock', value: 1 },
      { key: 'x', value: 0 },
      { key: 'y', value: 1_000 },
    ]);
    const [held] = driver.description.stores.filter(({ name }) => /^suppress-\d+$/.test(name));
    expect(driver.table(held?.name as string).map(({ key }) => key)).toHaveLength(1);
  });

  it('and takes no room of the rows that may be held back', async () => {
    const of = [row(0, 'k', 'bad', 1), row(6, 'a', 'x', 2), row(7, 'b', 'x', 3), row(8, 'c', 'x', 4)];
    const driver = await run((app) => show(suppressed(app, 2)), of);
    expect(values<Row>(driver).map(weightOf)).toEqual([2]);
  });

  it('and is read by joins as that', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const rows = suppressed(app);
        show(rows);
        app.stream<string, string>('asked').pipe(
          leftJoinTable(rows, (asked, value) => `${asked}: ${value?.weight ?? null}`),
          to('answers'),
        );
      },
      (test) => {
        test.pipe('rows', [...records.slice(0, 3), row(7, 'new', 'bad', 7), ...records.slice(3)]);
        test.pipe(
          'asked',
          [8, 13.5, 15, 21].flatMap((timestamp) => [
            { key: 'k', value: `${timestamp}`, timestamp },
            { key: 'new', value: `new ${timestamp}`, timestamp },
          ]),
        );
      },
      { errors: dead },
    );
    expect(values(driver, 'answers')).toEqual([
      '8: 1',
      'new 8: null',
      '13.5: 1',
      'new 13.5: null',
      '15: 1',
      'new 15: null',
      '21: 100',
      'new 21: null',
    ]);
  });

  it('whatever comes: groups are made of what was given on last', async () => {
    const value = fc.record({ group: fc.constantFrom('x', 'y', 'bad'), weight: fc.integer({ min: 1, max: 99 }) });
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      value: fc.option(value, { nil: null, freq: 5 }),
      timestamp: fc.nat(40),
    });
    const rows = fc.array(change, { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 4 }), fc.nat(), async (changes, maxKeys, seed) => {
        const driver = await runInAllEpochs(
          (app) => {
            const rows = suppressed(app, maxKeys);
            sum(rows);
            show(rows);
          },
          (test) => test.pipe('rows', changes),
          { errors: dead, seeds: [seed] },
        );
        const last = new Map(driver.output('out').map(({ key, value }) => [key, value as Row | null]));
        const expected: Record<string, number> = {};
        for (const given of last.values()) {
          if (given) expected[given.group] = (expected[given.group] ?? 0) + given.weight;
        }
        const actual = driver.table('sums').filter(({ value }) => value !== 0);
        expect(Object.fromEntries(actual.map(({ key, value }) => [key, value]))).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('where the aggregator refuses it, that is a failure of the record that groupTableBy has sent', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        sum(
          suppressed(app),
          () => 'all',
          (value) => accepted(value).weight,
        ),
      (test) => test.pipe('rows', records),
      { errors: { process: 'SKIP' } },
    );
    // Of k 1 is not taken off, and 10 is, with which it never came.
    expect(driver.table('sums')).toEqual([{ key: 'all', value: 2 + 1 - 10 + 100 }]);
  });
});
