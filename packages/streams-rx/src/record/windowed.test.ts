import { bytesSerde, canonicalJsonSerde, type Serde, stringSerde } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { joinGlobalTable } from '../operators/join-global-table.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
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

  it('stay apart where their bytes are no UTF-8', () => {
    const serde = windowedSerde(bytesSerde);
    const [one, other] = [0x80, 0x81].map((byte) => serde.serialize({ key: Buffer.of(byte), start: 0, end: 10 }));
    expect(Buffer.from(one as Uint8Array).toString()).toBe('{"bytes":"gA==","end":10,"start":0}');
    expect(Buffer.from(other as Uint8Array).toString()).toBe('{"bytes":"gQ==","end":10,"start":0}');
    expect(serde.deserialize(one as Uint8Array)).toEqual({ key: Buffer.of(0x80), start: 0, end: 10 });
  });

  it('are rows of their own again where their bytes are no UTF-8', async () => {
    const driver = await runInAllEpochs(
      (app) =>
        app
          .stream<Uint8Array, number>('in')
          .pipe(
            groupByKey(),
            windowedBy(tumbling({ size: 10, grace: 0 })),
            countRecords(),
            toStream(),
            to('out'),
            toTable('again'),
          ),
      (test) =>
        test.pipe(
          'in',
          [0x80, 0x81, 0x81].map((byte, n) => ({ key: Buffer.of(byte), value: 1, timestamp: n + 1 })),
        ),
      { topics: { in: { keyFormat: 'BYTES' } }, lastByKey: ['out'] },
    );
    expect(driver.output('out').map(({ key }) => key)).toEqual([
      '{"bytes":"gA==","end":10,"start":0}',
      '{"bytes":"gQ==","end":10,"start":0}',
    ]);
    expect(driver.table('again')).toEqual([
      { key: { key: Buffer.of(0x80), start: 0, end: 10 }, value: 1 },
      { key: { key: Buffer.of(0x81), start: 0, end: 10 }, value: 2 },
    ]);
  });
});
