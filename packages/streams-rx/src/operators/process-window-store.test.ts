import { numberSerde } from '@millrace/core';
import { random } from '@millrace/engine/testing';
import { describe, expect, it } from 'vitest';
import type { StreamRecord } from '../record/stream-record.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TestInput } from '../testing/test-topic.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { processRecords } from './process-records.ts';
import { type ProcessWindowStoreOptions, processWindowStore, type WindowStoreAccess } from './process-window-store.ts';
import { to } from './to.ts';

type In = StreamRecord<string, number>;
type Seen = WindowStoreAccess<string, number>;

/** Does with each record what `look` says, by a store that is named `seen`, and gives what that gives. */
function looking(
  look: (record: In, seen: Seen) => unknown,
  options: ProcessWindowStoreOptions<string, number>,
  looksAt: readonly { readonly key: string; readonly from?: number; readonly to?: number }[] = [],
) {
  return (app: TopologyApp) =>
    app.stream<string, number>('in').pipe(
      processRecords({
        stores: { seen: processWindowStore<string, number>({ name: 'seen', ...options }) },
        keysOf: () => ({ seen: looksAt }),
        process: (record: In, { stores: { seen } }) => [{ value: look(record, seen) }],
      }),
      to('out'),
    );
}

const input = (...records: readonly [key: string, timestamp: number, value: number][]): TestInput[] =>
  records.map(([key, timestamp, value]) => ({ key, timestamp, value }));
const given = (driver: TestDriver) => driver.output('out').map(({ value }) => value);

describe('S86: a store of processRecords by key and time', () => {
  it('has entries of a key near a record, each as it was put last, until they are older than its retention', async () => {
    const driver = await runInAllEpochs(
      looking(
        ({ key, value, timestamp }, seen) => {
          seen.put(key, (seen.get(key, timestamp) ?? 0) + value, timestamp);
          return seen.fetch(key, timestamp - 10, timestamp).map((entry) => [entry.time, entry.value]);
        },
        { retention: 20, near: { before: 10, after: 0 }, value: numberSerde },
      ),
      (test) =>
        test.pipe(
          'in',
          input(
            ['a', 0, 1],
            ['a', 10, 2],
            ['b', 5, 3],
            ['a', 11, 4],
            ['a', 10, 5],
            ['a', 31, 6],
            ['a', 12, 7],
            ['a', 10, 8],
          ),
        ),
    );
    expect(given(driver)).toEqual([
      [[0, 1]],
      [
        [0, 1],
        [10, 2],
      ],
      [[5, 3]],
      [
        [10, 2],
        [11, 4],
      ],
      [
        [0, 1],
        [10, 7],
      ],
      [[31, 6]],
      [
        [11, 4],
        [12, 7],
      ],
      [],
    ]);
    expect(driver.description.stores.find(({ name }) => name === 'seen')).toMatchObject({
      kind: 'WINDOW',
      isTable: true,
      retentionMs: 20,
      windowSizeMs: 1,
    });
    // The driver clears nothing away; what came too late to be kept is not there.
    expect(driver.table('seen')).toEqual([
      { key: { key: 'a', start: 0, end: 1 }, value: 1 },
      { key: { key: 'a', start: 10, end: 11 }, value: 7 },
      { key: { key: 'a', start: 11, end: 12 }, value: 4 },
      { key: { key: 'a', start: 12, end: 13 }, value: 7 },
      { key: { key: 'a', start: 31, end: 32 }, value: 6 },
      { key: { key: 'b', start: 5, end: 6 }, value: 3 },
    ]);
  });

  it('has what a plain model has, of the record’s key and of another that is named', async () => {
    const chance = random(7);
    const records = Array.from({ length: 300 }, (_, n) => ({
      key: 'ab'[Math.floor(chance() * 2)] as string,
      value: n,
      timestamp: n - Math.floor(chance() ** 3 * 40),
    }));
    const retention = 30;
    const driver = await runInAllEpochs(
      looking(
        ({ key, value, timestamp }, seen) => {
          if (value % 7 === 0) seen.delete(key, timestamp - 3);
          else seen.put(key, value, timestamp);
          seen.put('both', value, timestamp);
          return [...seen.fetch(key, timestamp - 15, timestamp + 15), ...seen.fetch('both', timestamp - 5, timestamp)];
        },
        { retention },
        [{ key: 'both' }],
      ),
      (test) => test.pipe('in', records),
    );
    const model = new Map(['a', 'b', 'both'].map((key) => [key, new Map<number, number>()] as const));
    let streamTime = Number.NEGATIVE_INFINITY;
    const fetch = (key: string, from: number, to: number) =>
      [...(model.get(key) ?? [])]
        .filter(([time]) => time >= Math.max(from, streamTime - retention) && time <= to)
        .sort(([one], [other]) => one - other)
        .map(([time, value]) => ({ time, value }));
    const expected = records.map(({ key, value, timestamp }) => {
      streamTime = Math.max(streamTime, timestamp);
      if (value % 7 === 0) model.get(key)?.delete(timestamp - 3);
      else model.get(key)?.set(timestamp, value);
      model.get('both')?.set(timestamp, value);
      return [...fetch(key, timestamp - 15, timestamp + 15), ...fetch('both', timestamp - 5, timestamp)];
    });
    expect(given(driver)).toEqual(expected);
    expect(records.some(({ timestamp }, n) => timestamp < n - retention)).toBe(true);
  });

  it('gives a punctuation all entries of some times, or those of the keys that it has named', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            stores: { seen: processWindowStore<string, number>({ retention: 100 }) },
            process({ key, value, timestamp }: In, { stores: { seen } }) {
              seen.put(key, value, timestamp);
              return undefined;
            },
            punctuations: [
              {
                every: 10,
                on: 'STREAM_TIME',
                reads: { seen: 'ALL' },
                punctuate: (at, { stores: { seen } }) =>
                  seen.fetchAll(at - 10, at - 1).map(({ key, time, value }) => ({ key, value: [time, value] })),
              },
              {
                every: 25,
                on: 'STREAM_TIME',
                reads: { seen: ['a'] },
                punctuate: (at, { stores: { seen } }) => [{ key: 'of a', value: [seen.fetch('a', 0, at).length] }],
              },
            ],
          }),
          to('out'),
        ),
      (test) =>
        test.pipe(
          'in',
          input(['b', 3, 1], ['a', 9, 2], ['a', 8, 3], ['b', 10, 4], ['b', 19, 5], ['a', 27, 6], ['b', 31, 7]),
        ),
    );
    expect(driver.output('out').map(({ key, value, timestamp }) => [timestamp, key, value])).toEqual([
      [10, 'a', [8, 3]],
      [10, 'a', [9, 2]],
      [10, 'b', [3, 1]],
      [20, 'b', [10, 4]],
      [20, 'b', [19, 5]],
      [25, 'of a', [2]],
      [30, 'a', [27, 6]],
    ]);
  });

  it('keeps only what is put: a value that was changed in place is as it was in the next record', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app.stream<string, number>('in').pipe(
          processRecords({
            stores: { lists: processWindowStore<string, number[]>({ retention: 100 }) },
            process({ key, value }: In, { stores: { lists } }) {
              const list = lists.get(key, 0) ?? [];
              list.push(value);
              if (value % 2 === 0) lists.put(key, list, 0);
              list.push(99);
              return [{ value: list }];
            },
          }),
          to('out'),
        ),
      (test) => test.pipe('in', input(['k', 1, 1], ['k', 2, 2], ['k', 3, 3], ['k', 4, 4])),
    );
    expect(given(driver)).toEqual([
      [1, 99],
      [2, 99],
      [2, 3, 99],
      [2, 4, 99],
    ]);
  });

  it.each<[string, (record: In, seen: Seen) => unknown, string]>([
    ['a time that is not near the record', ({ key }, seen) => seen.fetch(key, 4, 16), 'INVALID_TOPOLOGY'],
    ['another key', (_record, seen) => seen.get('other', 10), 'INVALID_TOPOLOGY'],
    ['everything', (_record, seen) => seen.fetchAll(0, 20), 'INVALID_TOPOLOGY'],
    ['an entry at no time', ({ key }, seen) => seen.put(key, 1, Number.NaN), 'INVALID_RECORD'],
  ])('refuses %s', async (_what, look, code) => {
    const driver = await TestDriver.open(looking(look, { retention: 100, near: { before: 5, after: 5 } }));
    driver.pipe('in', input(['a', 10, 1]));
    await expect(driver.run()).rejects.toMatchObject({ code });
  });

  it('refuses lengths of time that are none', async () => {
    const wrong: ProcessWindowStoreOptions<string, number>[] = [
      { retention: -1 },
      { retention: 1, size: 0 },
      { retention: 1, near: { before: 0.5, after: 0 } },
    ];
    for (const options of wrong) {
      await expect(TestDriver.open(looking(() => 0, options))).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY' });
    }
  });
});
