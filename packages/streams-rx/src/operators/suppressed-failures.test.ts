import { describe, expect, it } from 'vitest';
import { deadLetters } from '../testing/dead-letters.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import type { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { untilTimeLimit, untilWindowCloses } from '../windows/suppression.ts';
import { tumbling } from '../windows/time-windows.ts';
import { filterTable } from './filter-table.ts';
import { groupByKey } from './group-by-key.ts';
import { leftJoinStream } from './left-join-stream.ts';
import { mapTableValues } from './map-table-values.ts';
import { mapValues } from './map-values.ts';
import { reduceRecords } from './reduce-records.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { toTable } from './to-table.ts';
import { windowedBy } from './windowed-by.ts';

const dead = { process: { deadLetterTopic: 'dead' } } as const;
const at = (timestamp: number, value: string, key = 'a') => ({ key, value, timestamp });
const values = (driver: TestDriver) => driver.output('out').map(({ value }) => value);

function accepted(value: string | null): string {
  if (value?.startsWith('bad')) throw new RangeError(`${value} is refused.`);
  return value ?? '';
}

describe('S97: what suppress has held back and fails behind it', () => {
  const run = (define: (app: TopologyApp) => unknown, records: readonly object[]) =>
    runInAllEpochs(define, (test) => test.pipe('in', records), { errors: dead });
  const all = (app: TopologyApp) =>
    app.stream<string, string>('in').pipe(
      groupByKey(),
      windowedBy(tumbling({ size: 10, grace: 0 })),
      reduceRecords((before, next) => `${before}+${next}`),
      suppress(untilWindowCloses()),
    );
  const records = [
    at(0, '1'),
    at(1, 'bad', 'b'),
    at(2, '2'),
    at(3, 'more', 'b'),
    at(12, '3'),
    at(25, 'end'),
    at(40, 'end'),
  ];
  const window = (start: number, key: string) => `{"end":${start + 10},"key":"${key}","start":${start}}`;

  it('is a dead letter: the row as it is written, with the place of its last change', async () => {
    const driver = await run((app) => all(app).pipe(toStream(), mapValues(accepted), to('out')), records);
    expect(values(driver)).toEqual(['1+2', '3', 'end']);
    const [key, value] = [window(0, 'b'), 'bad+more'];
    expect(deadLetters(driver)).toEqual([
      { key, value, timestamp: 3, place: 'in/0/3', reason: 'PROCESS: bad+more is refused.', headers: [] },
    ]);
  });

  it('also where a table behind it is made of its rows', async () => {
    const driver = await run(
      (app) =>
        all(app).pipe(
          mapTableValues((value) => accepted(value).length),
          filterTable((length) => length > 1),
          toTable('rows'),
        ),
      records,
    );
    expect(driver.table('rows').map(({ value }) => value)).toEqual([3, 3]);
    expect(deadLetters(driver).map(({ key }) => key)).toEqual([window(0, 'b')]);
  });

  it('and of a time limit, where the next change of the row goes on', async () => {
    const driver = await run(
      (app) =>
        app.stream<string, string>('in').pipe(
          groupByKey(),
          reduceRecords((_before, next) => next),
          suppress(untilTimeLimit(5)),
          toStream({ emit: 'ALL' }),
          mapValues(accepted),
          to('out'),
        ),
      [at(0, 'A', 'x'), at(1, 'bad'), at(10, 'C', 'c'), at(11, 'B'), at(30, 'D', 'd')],
    );
    expect(values(driver)).toEqual(['A', 'C', 'B']);
    expect(deadLetters(driver).map(({ value, place }) => [value, place])).toEqual([['bad', 'in/0/1']]);
  });

  it('and where one that waits holds another one back', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('left').pipe(
          leftJoinStream(app.stream<string, string>('right'), (value) => accepted(value), {
            before: 10,
            after: 10,
            grace: 0,
          }),
          groupByKey(),
          windowedBy(tumbling({ size: 5, grace: 0 })),
          reduceRecords((before, next) => `${before}+${next}`),
          suppress(untilWindowCloses()),
          toStream(),
          mapValues((value) => {
            if (value === 'W') throw new RangeError('W is refused.');
            return value;
          }),
          to('out'),
        ),
      (test) => test.pipe('left', [at(0, 'W'), at(6, 'bad'), at(7, 'X'), at(40, 'Y'), at(80, 'Z')]),
      { errors: dead },
    );
    expect(values(driver)).toEqual(['X']);
    expect(deadLetters(driver).map(({ value, place }) => [value, place])).toEqual([
      ['W', 'left/0/0'],
      ['bad', 'left/0/1'],
    ]);
  });
});
