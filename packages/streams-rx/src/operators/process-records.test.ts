import { numberSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../record/stream-record.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { processRecords } from './process-records.ts';
import { processStore } from './process-store.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';

const values = (driver: TestDriver) => driver.output('out').map(({ key, value }) => [key, value]);

describe('processRecords', () => {
  it('works with the state of the record, one record after the other, and gives any number of records', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            stores: { totals: processStore<string, number>({ name: 'totals', value: numberSerde }) },
            *process({ key, value }: StreamRecord<string, number>, { stores: { totals } }) {
              const total = (totals.get(key) ?? 0) + value;
              if (total < 0) totals.delete(key);
              else totals.set(key, total);
              for (let n = 0; n < value; n++) yield { value: `${total}.${n}`, timestamp: total };
            },
          }),
          to('out'),
        ),
      (test) =>
        test.pipe('in', [
          { key: 'a', value: 2 },
          { key: 'b', value: 1 },
          { key: 'a', value: 1 },
          { key: 'b', value: -5 },
          { key: 'b', value: 1 },
        ]),
    );
    expect(driver.output('out').map(({ key, value, timestamp }) => [key, value, timestamp])).toEqual([
      ['a', '2.0', 2],
      ['a', '2.1', 2],
      ['b', '1.0', 1],
      ['a', '3.0', 3],
      ['b', '1.0', 1],
    ]);
    expect(driver.table('totals')).toEqual([
      { key: 'a', value: 3 },
      { key: 'b', value: 1 },
    ]);
  });

  it('keeps only what is set: a value that was changed in place is as it was in the next record', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            stores: { lists: processStore<string, number[]>() },
            process({ key, value }: StreamRecord<string, number>, { stores: { lists } }) {
              const list = lists.get(key) ?? [];
              list.push(value);
              if (value % 2 === 0) lists.set(key, list);
              list.push(99);
              return [{ value: list }];
            },
          }),
          to('out'),
        ),
      (test) =>
        test.pipe(
          'in',
          [1, 2, 3, 4].map((value) => ({ key: 'k', value })),
        ),
    );
    expect(values(driver).map(([, value]) => value)).toEqual([
      [1, 99],
      [2, 99],
      [2, 3, 99],
      [2, 4, 99],
    ]);
  });

  it('looks at other keys and at ranges that it has declared, and at nothing else', async () => {
    const define = (declares: boolean) => (app: Parameters<Parameters<typeof runInAllEpochs>[0]>[0]) =>
      app.stream<string, string>('in').pipe(
        processRecords({
          stores: { pairs: processStore<string, string>({ name: 'pairs' }), other: processStore<string, number>() },
          ...(declares && {
            keysOf: ({ value }: StreamRecord<string, string>) => ({ other: [value] }),
            prefixesOf: ({ key }: StreamRecord<string, string>) => ({ pairs: [`${key}/`] }),
          }),
          process({ key, value }: StreamRecord<string, string>, { stores: { pairs, other } }) {
            other.set(value, (other.get(value) ?? 0) + 1);
            pairs.set(`${key}/${value}`, value);
            return [{ value: [...pairs.range(`${key}/`).map((pair) => pair.key), other.get(value)] }];
          },
        }),
        to('out'),
      );
    const driver = await runInAllEpochs(define(true), (test) =>
      test.pipe('in', [
        { key: 'a', value: 'y' },
        { key: 'a', value: 'x' },
        { key: 'ab', value: 'x' },
        { key: 'a', value: 'z' },
      ]),
    );
    expect(values(driver)).toEqual([
      ['a', ['a/y', 1]],
      ['a', ['a/x', 'a/y', 1]],
      ['ab', ['ab/x', 2]],
      ['a', ['a/x', 'a/y', 'a/z', 1]],
    ]);
    const undeclared = await TestDriver.open(define(false));
    undeclared.pipe('in', { key: 'a', value: 'y' });
    await expect(undeclared.run()).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY' });
  });

  it('punctuates on stream time, before the record that has moved it past a multiple', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            stores: { sums: processStore<string, number>() },
            process({ key, value }: StreamRecord<string, number>, { stores: { sums } }) {
              sums.set(key, (sums.get(key) ?? 0) + value);
              return undefined;
            },
            punctuations: [
              {
                every: 10,
                on: 'STREAM_TIME',
                reads: { sums: 'ALL' },
                *punctuate(time, { stores: { sums }, streamTime }) {
                  for (const { key, value } of sums.all()) {
                    yield { key, value: `${value} at ${time} of ${streamTime}` };
                    sums.delete(key);
                  }
                },
              },
            ],
          }),
          to('out'),
        ),
      (test) => {
        const records: [number, string, number][] = [
          [3, 'a', 1],
          [9, 'b', 2],
          [8, 'a', 4],
          [10, 'a', 8],
          [12, 'b', 16],
          [7, 'b', 32],
          [47, 'a', 64],
          [50, 'c', 128],
        ];
        test.pipe(
          'in',
          records.map(([timestamp, key, value]) => ({ timestamp, key, value })),
        );
      },
    );
    expect(driver.output('out').map(({ key, value, timestamp }) => [timestamp, key, value])).toEqual([
      [10, 'a', '5 at 10 of 10'],
      [10, 'b', '2 at 10 of 10'],
      [40, 'a', '8 at 40 of 47'],
      [40, 'b', '48 at 40 of 47'],
      [50, 'a', '64 at 50 of 50'],
    ]);
  });

  it('punctuates on the wall clock without a record, and what comes of it goes on as records do', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            stores: { seen: processStore<string, number>() },
            process({ key, value }: StreamRecord<string, number>, { stores: { seen } }) {
              seen.set(key, value);
              return undefined;
            },
            punctuations: [
              {
                every: 1_000,
                on: 'WALL_CLOCK',
                reads: { seen: ['a'] },
                punctuate: (time, { stores: { seen } }) =>
                  seen.range('a').map(({ key, value }) => ({ key, value: value + time })),
              },
            ],
          }),
          to('out'),
          groupByKey(),
          countRecords(),
          toTable('counts'),
        ),
      async (test) => {
        await test.advanceWallClock(0);
        test.pipe('in', [
          { key: 'a', value: 1 },
          { key: 'ab', value: 2 },
          { key: 'b', value: 3 },
        ]);
        await test.advanceWallClock(999);
        await test.advanceWallClock(1);
        await test.advanceWallClock(999);
        await test.advanceWallClock(5_000);
        await test.advanceWallClock(1_000);
      },
    );
    expect(values(driver)).toEqual([
      ['a', 1_001],
      ['ab', 1_002],
      ['a', 6_001],
      ['ab', 6_002],
      ['a', 7_001],
      ['ab', 7_002],
    ]);
    expect(driver.table('counts')).toEqual([
      { key: 'a', value: 3 },
      { key: 'ab', value: 3 },
    ]);
  });

  it('gives records with other keys, which go to where their keys belong', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, string>('in').pipe(
          processRecords({
            process: ({ value }: StreamRecord<string, string>) => [...value].map((_, n) => ({ key: n, value: 1 })),
            key: numberSerde,
          }),
          groupByKey(),
          countRecords(),
          toTable('counts'),
        ),
      (test) =>
        test.pipe(
          'in',
          ['abc', 'x', '', 'yz'].map((value, n) => ({ key: `k${n}`, value })),
        ),
      { topics: { in: { partitions: 3 } } },
    );
    expect(driver.table('counts')).toEqual([
      { key: 0, value: 3 },
      { key: 1, value: 2 },
      { key: 2, value: 1 },
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no luck');
      },
      'no luck',
    ],
    ['gives undefined for a value', () => [{ value: undefined as unknown as number }], 'got undefined'],
    ['gives no number for a time', () => [{ value: 1, timestamp: Number.NaN }], 'gave a record the time NaN'],
    ['gives a part of a millisecond', () => [{ value: 1, timestamp: 10.5 }], 'gave a record the time 10.5'],
    [
      'gives a time behind all there are',
      () => [{ value: 1, timestamp: 2 ** 53 }],
      'gave a record the time 9007199254740992',
    ],
  ])('blames no record where a punctuation %s', async (_, punctuate, reason) => {
    const driver = await TestDriver.open(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            process: () => undefined,
            punctuations: [{ every: 10, on: 'STREAM_TIME', punctuate }],
          }),
        ),
      { errors: { process: 'SKIP' } },
    );
    driver.pipe('in', [
      { key: 'a', value: 1, timestamp: 1 },
      { key: 'a', value: 1, timestamp: 11 },
    ]);
    await expect(driver.run()).rejects.toMatchObject({
      code: 'PROCESSING_FAILED',
      message: expect.stringMatching(`punctuation of processRecords-0001 at 10 failed: .*${reason}`),
    });
  });
});
