import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { filterTable } from './filter-table.ts';
import { groupByKey } from './group-by-key.ts';
import { joinTable } from './join-table.ts';
import { joinTables } from './join-tables.ts';
import { leftJoinTables } from './left-join-tables.ts';
import { outerJoinTables } from './outer-join-tables.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

type Kind = 'inner' | 'left' | 'outer';
type Text = (left: string | null, right: string | null) => string;
const text: Text = (left, right) => `${left ?? '-'}${right ?? '-'}`;
const operatorOf = {
  inner: joinTables<string, string, string, string>,
  left: leftJoinTables<string, string, string, string>,
  outer: outerJoinTables<string, string, string, string>,
};

const tables = (app: TopologyApp) =>
  [app.table<string, string>('left', 'lefts'), app.table<string, string>('right', 'rights')] as const;

const join = (kind: Kind) => (app: TopologyApp) => {
  const [left, right] = tables(app);
  left.pipe(operatorOf[kind](right, text), toTable('joined'), toStream({ emit: 'ALL' }), to('out'));
};

/** Records of two topics by time, as Kafka Streams' documentation of join semantics has them, and what each gives. */
const documented: readonly (readonly [
  'left' | 'right',
  string | null,
  Readonly<Partial<Record<Kind, string | null>>>,
])[] = [
  ['left', null, {}],
  ['right', null, {}],
  ['left', 'A', { left: 'A-', outer: 'A-' }],
  ['right', 'a', { inner: 'Aa', left: 'Aa', outer: 'Aa' }],
  ['left', 'B', { inner: 'Ba', left: 'Ba', outer: 'Ba' }],
  ['right', 'b', { inner: 'Bb', left: 'Bb', outer: 'Bb' }],
  ['left', null, { inner: null, left: null, outer: '-b' }],
  ['right', null, { outer: null }],
  ['left', 'C', { left: 'C-', outer: 'C-' }],
  ['right', 'c', { inner: 'Cc', left: 'Cc', outer: 'Cc' }],
  ['right', null, { inner: null, left: 'C-', outer: 'C-' }],
  ['left', null, { left: null, outer: null }],
  ['right', null, {}],
  ['right', 'd', { outer: '-d' }],
  ['left', 'D', { inner: 'Dd', left: 'Dd', outer: 'Dd' }],
];

const results = (driver: TestDriver) => driver.output('out').map(({ timestamp, value }) => [timestamp, value]);

describe('joinTables', () => {
  it.each<Kind>(['inner', 'left', 'outer'])(
    "gives what Kafka Streams' table of a table-table join says: %s",
    async (kind) => {
      const driver = await runInAllEpochs(join(kind), (test) => {
        for (const [timestamp, [topic, value]] of documented.entries())
          test.pipe(topic, { key: 'k', value, timestamp });
      });
      const expected = documented.flatMap(([, , given], timestamp) =>
        kind in given ? [[timestamp, given[kind]]] : [],
      );
      expect(results(driver)).toEqual(expected);
    },
  );

  it('is the join of the tables as they are in the end, and each change is that of the joins before and after it', async () => {
    const record = fc.record({
      topic: fc.constantFrom('left', 'right'),
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: null }),
    });
    const kinds = fc.constantFrom<Kind[]>('inner', 'left', 'outer');
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 30 }), kinds, fc.nat(), async (records, kind, seed) => {
        const driver = await runInAllEpochs(
          join(kind),
          (test) => {
            for (const [timestamp, { topic, ...rest }] of records.entries()) test.pipe(topic, { ...rest, timestamp });
          },
          { seeds: [seed] },
        );
        const lefts = new Map<string, string>();
        const rights = new Map<string, string>();
        const joined = (key: string) => {
          const [left, right] = [lefts.get(key) ?? null, rights.get(key) ?? null];
          const isRow = { inner: left && right, left, outer: left ?? right }[kind];
          return isRow ? text(left, right) : null;
        };
        const changes: unknown[] = [];
        for (const [timestamp, { topic, key, value }] of records.entries()) {
          const before = joined(key);
          const side = topic === 'left' ? lefts : rights;
          if (value === null) side.delete(key);
          else side.set(key, value);
          if (before !== null || joined(key) !== null) changes.push([timestamp, joined(key)]);
        }
        expect(results(driver)).toEqual(changes);
        expect(driver.table('joined')).toEqual(
          ['a', 'b', 'c'].flatMap((key) => (joined(key) === null ? [] : [{ key, value: joined(key) }])),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('can be read by another join as it is at each place, without being kept, and gives old values on request', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const [left, right] = tables(app);
        const joined = left.pipe(outerJoinTables(right, text));
        app.stream<string, string>('words').pipe(
          joinTable(joined, (word, row) => `${word} ${row}`),
          to('read'),
        );
        joined.pipe(
          filterTable((row) => row.endsWith('b')),
          toStream({ emit: 'ALL' }),
          to('out'),
        );
      },
      (test) => {
        const steps: [string, string | null][] = [
          ['words', 'none'],
          ['left', 'A'],
          ['words', 'first'],
          ['right', 'b'],
          ['words', 'second'],
          ['left', null],
          ['right', null],
          ['words', 'gone'],
        ];
        for (const [timestamp, [topic, value]] of steps.entries()) test.pipe(topic, { key: 'k', value, timestamp });
      },
    );
    expect(driver.output('read').map(({ value }) => value)).toEqual(['first A-', 'second Ab']);
    expect(results(driver)).toEqual([
      [3, 'Ab'],
      [5, '-b'],
      [6, null],
    ]);
    expect(driver.description.stores.map(({ name }) => name)).toEqual(['lefts', 'rights']);
  });

  it('joins rows of the same window, where both tables have the same windows', async () => {
    const windowed = (app: TopologyApp, topic: string, size: number) =>
      app.stream<string, number>(topic).pipe(groupByKey(), windowedBy(tumbling({ size, grace: 5 })), countRecords());
    await expect(
      TestDriver.open((app) => {
        windowed(app, 'left', 10).pipe(joinTables(windowed(app, 'right', 20), (one, other) => one + other));
      }),
    ).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY' });
    const driver = await runInAllEpochs(
      (app) => {
        const right = windowed(app, 'right', 10);
        windowed(app, 'left', 10).pipe(
          leftJoinTables(right, (one, other) => [one, other]),
          toTable('both'),
        );
      },
      (test) => {
        test.pipe(
          'left',
          [1, 2, 11, 21].map((timestamp) => ({ key: 'k', value: 0, timestamp })),
        );
        test.pipe(
          'right',
          [3, 12, 13, 31].map((timestamp) => ({ key: 'k', value: 0, timestamp })),
        );
      },
    );
    expect(driver.table('both')).toEqual([
      { key: { key: 'k', start: 0, end: 10 }, value: [2, 1] },
      { key: { key: 'k', start: 10, end: 20 }, value: [1, 2] },
      { key: { key: 'k', start: 20, end: 30 }, value: [1, null] },
    ]);
  });

  it('takes what comes later for newer, whatever its time, and skips what has no key', async () => {
    const driver = await runInAllEpochs(join('outer'), (test) =>
      test.pipe('left', [
        { key: 'k', value: 'A', timestamp: 100 },
        { key: 'k', value: 'B', timestamp: 50 },
        { value: 'C', timestamp: 60 },
        { key: 'k', value: null, timestamp: 10 },
        { key: 'k', value: 'D', timestamp: 5 },
      ]),
    );
    expect(results(driver)).toEqual([
      [100, 'A-'],
      [50, 'B-'],
      [10, null],
      [5, 'D-'],
    ]);
    expect(driver.counts.skipped).toBe(1);
  });

  it('joins a table with what is made of it', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const [left] = tables(app);
        const long = left.pipe(filterTable((value) => value.length > 1));
        left.pipe(leftJoinTables(long, text), toTable('joined'));
      },
      (test) =>
        test.pipe('left', [
          { key: 'a', value: 'x' },
          { key: 'b', value: 'yy' },
          { key: 'b', value: 'y' },
          { key: 'c', value: 'zz' },
        ]),
    );
    expect(driver.table('joined')).toEqual([
      { key: 'a', value: 'x-' },
      { key: 'b', value: 'y-' },
      { key: 'c', value: 'zzzz' },
    ]);
  });
});
