import { type MonoTypeOperatorFunction, map, mergeMap, switchMap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { to } from '../operators/to.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';

type Value = { readonly n: number; readonly parts: readonly number[] };

const input = (count: number) => Array.from({ length: count }, (_, n) => ({ key: 'k', value: { n, parts: [n] } }));
const later = async (record: StreamRecord<string, Value>) => record;

describe('S5: operators whose result depends on where an epoch is cut', () => {
  const script = (driver: TestDriver) => driver.pipe('in', input(6));

  it('switchMap is told by a test that runs with epochs of every size; mergeMap is not', async () => {
    const through = (operator: MonoTypeOperatorFunction<StreamRecord<string, Value>>) => (app: TopologyApp) =>
      app.stream<string, Value>('in').pipe(operator, to('out'));
    await expect(runInAllEpochs(through(switchMap(later)), script)).rejects.toThrow(
      /"out" depends on how epochs are cut/,
    );
    await runInAllEpochs(through(mergeMap(later)), script);
  });
});

describe('what changes a record', () => {
  it('in place: the test driver freezes what is decoded, down to its parts, so that it fails there', async () => {
    for (const change of [
      (value: Value) => Object.assign(value, { n: 7 }),
      (value: Value) => (value.parts as number[]).push(7),
    ]) {
      const driver = await TestDriver.open((app) =>
        app.stream<string, Value>('in').pipe(
          map((record) => {
            change(record.value);
            return record;
          }),
          to('out'),
        ),
      );
      driver.pipe('in', input(1));
      await expect(driver.run()).rejects.toThrow(TypeError);
    }
  });

  it('its key, by something that is not an operator of ours: does not compile', () => {
    const changed = (record: StreamRecord<string, Value>) => [
      record.with({ value: 1 }),
      // @ts-expect-error: keys change by selectKey and groupByKey, which see to a repartition.
      record.with({ key: 'other' }),
    ];
    const plain = map((record: StreamRecord<string, Value>) => ({ key: 'other', value: record.value }));
    const through = (app: TopologyApp) =>
      // @ts-expect-error: nor does a plain object instead of a record.
      app.stream<string, Value>('in').pipe(plain, to('out'));
    expect([changed, through]).toHaveLength(2);
  });
});
