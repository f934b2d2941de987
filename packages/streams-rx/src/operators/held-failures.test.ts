import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../record/stream-record.ts';
import { deadLetters } from '../testing/dead-letters.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { leftJoinStream } from './left-join-stream.ts';
import { mapValues } from './map-values.ts';
import { onCommit } from './on-commit.ts';
import { outerJoinStream } from './outer-join-stream.ts';
import { processRecords } from './process-records.ts';
import { to } from './to.ts';
import { windowedBy } from './windowed-by.ts';

const dead = { process: { deadLetterTopic: 'dead' } } as const;
const header = { key: 'from', value: Buffer.from('a shop') };
const at = (timestamp: number, value: unknown, key = 'a') => ({ key, value, timestamp, headers: [header] });
const window = { before: 10, after: 10, grace: 0 };

const values = (driver: TestDriver, topic = 'out') => driver.output(topic).map(({ value }) => value);
const refuses = (value: string | null) => {
  if (value?.startsWith('bad')) throw new RangeError(`${value} has nobody.`);
};
/** Refuses what is bad where it is alone. */
const alone = (left: string | null, right: string | null) => {
  if (left === null || right === null) refuses(left ?? right);
  return `${left ?? '-'}${right ?? '-'}`;
};
const joined = (app: TopologyApp) =>
  app
    .stream<string, string>('left')
    .pipe(
      outerJoinStream<string, string, string, string>(app.stream<string, string>('right'), alone, window),
      to('out'),
    );

/** Two that are refused fall due at one record, and others at it and later. */
const waiting = (driver: TestDriver) => {
  driver.pipe('left', [at(0, 'A'), at(1, 'bad'), at(2, 'B', 'b'), at(20, 'C'), at(40, 'D', 'd'), at(60, 'end')]);
  driver.pipe('right', [at(3, 'bad b', 'c'), at(4, 'b', 'b'), at(21, 'c'), at(41, 'E', 'e'), at(61, 'end')]);
};

describe('S97: what has waited in a join and fails when it falls due', () => {
  const good = ['Bb', 'A-', 'Cc', 'D-', '-E', 'endend'];

  it('is skipped and counted once, and what has moved stream time goes on', async () => {
    const driver = await runInAllEpochs(joined, waiting, { errors: { process: 'SKIP' } });
    expect(values(driver).toSorted()).toEqual(good.toSorted());
    expect(driver.counts).toEqual({ late: 0, skipped: 2 });
  });

  it('is a dead letter once, with its own bytes, time, headers and place', async () => {
    const driver = await runInAllEpochs(joined, waiting, { errors: dead });
    expect(values(driver).toSorted()).toEqual(good.toSorted());
    const headers = [{ key: 'from', value: 'a shop' }];
    expect(deadLetters(driver)).toEqual([
      { key: 'a', value: 'bad', timestamp: 1, place: 'left/0/1', reason: 'PROCESS: bad has nobody.', headers },
      { key: 'c', value: 'bad b', timestamp: 3, place: 'right/0/0', reason: 'PROCESS: bad b has nobody.', headers },
    ]);
  });

  it('fails the application where the policy says so', async () => {
    await expect(runInAllEpochs(joined, waiting)).rejects.toThrow('bad has nobody.');
  });

  it('is found, too, where an operator behind the join refuses it', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('left').pipe(
          leftJoinStream(app.stream<string, string>('right'), (left, right) => ({ left, right }), window),
          map((record) => {
            if (record.value.right === null) refuses(record.value.left);
            return record;
          }),
          mapValues(({ left, right }) => {
            if (left === 'B' && right === null) throw new RangeError('B has nobody.');
            return `${left}${right}`;
          }),
          to('out'),
        ),
      (test) => {
        test.pipe('left', [
          at(0, 'A'),
          at(1, 'bad 1'),
          at(2, 'B'),
          at(3, 'bad 2'),
          at(4, 'C', 'c'),
          at(30, 'D'),
          at(60, 'E'),
        ]);
        test.pipe('right', [at(5, 'c', 'c'), at(61, 'e')]);
      },
      { errors: dead },
    );
    expect(values(driver)).toEqual(['Cc', 'Anull', 'Dnull', 'Ee']);
    expect(deadLetters(driver).map(({ value, place }) => [value, place])).toEqual([
      ['bad 1', 'left/0/1'],
      ['B', 'left/0/2'],
      ['bad 2', 'left/0/3'],
    ]);
  });

  it('is told from the record that has moved stream time, where that one fails, too', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('left').pipe(
          mapValues((value) => {
            if (value === 'refused') throw new RangeError('It is refused.');
            return value;
          }),
          leftJoinStream(app.stream<string, string>('right'), alone, window),
          to('out'),
        ),
      (test) => test.pipe('left', [at(0, 'bad'), at(20, 'refused'), at(21, 'A'), at(40, 'refused'), at(41, 'B')]),
      { errors: dead },
    );
    expect(values(driver)).toEqual(['A-']);
    expect(deadLetters(driver).map(({ value, place }) => [value, place])).toEqual([
      ['refused', 'left/0/1'],
      ['bad', 'left/0/0'],
      ['refused', 'left/0/3'],
    ]);
  });

  it('has its own place, and is late as what it is', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const results = app
          .stream<string, string>('left')
          .pipe(leftJoinStream(app.stream<string, string>('right'), alone, window));
        results.pipe(
          map((record) => record.with({ value: `${record.topic}/${record.partition}/${record.offset}` })),
          to('out'),
        );
        results.pipe(
          groupByKey(),
          windowedBy(tumbling({ size: 5, grace: 0 }), { late: { topic: 'late' } }),
          countRecords(),
        );
      },
      (test) => {
        test.pipe('left', [at(0, 'A'), at(8, 'B', 'b'), at(12, 'C')]);
        test.pipe('right', [at(9, 'b', 'b')]);
      },
    );
    expect(values(driver).toSorted()).toEqual(['left/0/0', 'right/0/0']);
    // The join of B at 9 has closed the window of A.
    expect(driver.output('late').map(({ key, value, timestamp, headers }) => [key, value, timestamp, headers])).toEqual(
      [
        [
          'a',
          'A',
          0,
          expect.arrayContaining([
            { key: 'from', value: 'a shop' },
            { key: 'millrace.late.offset', value: '0' },
          ]),
        ],
      ],
    );
  });

  it('is found also where the wall clock has something fall due meanwhile', async () => {
    const driver = await TestDriver.open(
      (app) =>
        app.stream<string, string>('left').pipe(
          processRecords({
            process: (record: StreamRecord<string, string>) => [record],
            punctuations: [{ every: 10, on: 'WALL_CLOCK', punctuate: () => [{ key: 'a', value: 'tick' }] }],
          }),
          leftJoinStream(app.stream<string, string>('right'), (left) => left, window),
          onCommit((_tx, records) => {
            if (!records.some(({ value }) => value?.startsWith('bad'))) return;
            driver.clock.advance(10);
            throw new RangeError('It is bad.');
          }),
          to('out'),
        ),
      { errors: dead },
    );
    for (const record of [at(0, 'A'), at(1, 'bad'), at(2, 'B'), at(40, 'C')]) {
      driver.pipe('left', record);
      await driver.run();
    }
    expect(deadLetters(driver).map(({ value, place }) => [value, place])).toEqual([['bad', 'left/0/1']]);
    expect(values(driver).filter((value) => value !== 'tick')).toEqual(['A', 'B']);
  });
});
