import { canonicalJsonSerde, type Serde, stringSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { joinGlobalTable } from '../operators/join-global-table.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { tumbling } from '../windows/time-windows.ts';
import { type Windowed, windowedSerde } from './windowed.ts';

describe('windowed keys in a topic', () => {
  it.each([
    ['JSON', undefined],
    ['STRING', undefined],
    ['STRING', windowedSerde(stringSerde)],
  ] as const)('are found again by key, start and end: keys are %s', async (keyFormat, key) => {
    const driver = await TestDriver.open(
      (app) => {
        app
          .stream<string, number>('in')
          .pipe(groupByKey(), windowedBy(tumbling({ size: 10, grace: 0 })), countRecords(), toStream(), to('counts'));
        app.stream<string, Windowed<string>>('asked').pipe(
          joinGlobalTable(
            app.globalTable<Windowed<string>, number>('counts', { key }),
            ({ value }) => value,
            (_, count) => count,
          ),
          to('answers'),
        );
      },
      { topics: { counts: { keyFormat } } },
    );
    driver.pipe('in', [
      { key: 'grün', value: 1, timestamp: 1 },
      { key: 'grün', value: 1, timestamp: 2 },
    ]);
    await driver.run();
    driver.pipe('asked', { key: 'q', value: { key: 'grün', start: 0, end: 10 } });
    await driver.run();
    expect(driver.output('answers').map(({ value }) => value)).toEqual([2]);
  });

  it.each([
    { key: 'a "b" \n', start: -1, end: 5 },
    { key: 'é', start: 1e15, end: 0.5 },
  ])('are the canonical JSON text, and read back: %j', (windowed) => {
    const bytes = windowedSerde(stringSerde).serialize(windowed);
    expect(Buffer.from(bytes)).toEqual(Buffer.from(canonicalJsonSerde.serialize(windowed)));
    expect(windowedSerde(stringSerde).deserialize(bytes)).toEqual(windowed);
  });

  it('have the key as its serde writes it', () => {
    const serde = windowedSerde(canonicalJsonSerde as Serde<number>);
    const bytes = serde.serialize({ key: 5, start: 0, end: 1 });
    expect(Buffer.from(bytes).toString()).toBe('{"end":1,"key":"5","start":0}');
    expect(serde.deserialize(bytes)).toEqual({ key: 5, start: 0, end: 1 });
  });
});
