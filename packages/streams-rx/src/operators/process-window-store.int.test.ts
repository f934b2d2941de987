import { createTestEngine, record, type TestEngine, textOf } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Streams } from '../application/streams.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { StateReader } from '../state/reading/state-reader.ts';
import { tableKeyOf } from '../table/table-key.ts';
import { LogApp } from '../testing/log-app.ts';
import { processRecords } from './process-records.ts';
import { processWindowStore } from './process-window-store.ts';
import { to } from './to.ts';

let log: TestEngine;
let run: LogApp;
beforeAll(async () => {
  log = await createTestEngine();
  run = new LogApp(log);
});
afterEach(() => run.stop());
afterAll(() => log.remove());

describe('S86: a store of processRecords by key and time, in Postgres', () => {
  it('is found again by the next process, without what has expired, and can be read', async () => {
    const [input, output] = [await run.topic('in'), await run.topic('out')];
    const define = (app: Streams) =>
      app.stream<string, number>(input).pipe(
        processRecords({
          stores: { seen: processWindowStore<string, number>({ name: 'seen', retention: 20, size: 5 }) },
          process({ key, value, timestamp }: StreamRecord<string, number>, { stores: { seen } }) {
            seen.put(key, value, timestamp);
            return [{ value: seen.fetch(key, 0, timestamp).map((entry) => `${entry.time}: ${entry.value}`) }];
          },
          punctuations: [
            {
              every: 30,
              on: 'STREAM_TIME',
              reads: { seen: 'ALL' },
              punctuate: (_time, { stores: { seen } }) => [
                { value: seen.fetchAll(0, 100).map(({ key, time }) => `${key} ${time}`) },
              ],
            },
          ],
        }),
        to(output),
      );
    const put = async (...records: readonly [key: string, timestamp: number, value: number][]) => {
      await log.engine.append({
        topic: input,
        records: records.map(([key, timestamp, value]) => record(key, String(value), { timestamp })),
      });
      await run.done();
    };
    await run.start(define);
    await put(['a', 5, 1], ['a', 12, 2], ['b', 13, 3]);
    await run.stop();
    await run.start(define);
    await put(['a', 27, 4], ['b', 30, 5]);
    await run.stop();
    const found = (await run.values(output)).map((value) => JSON.parse(value));
    expect(found).toEqual([
      ['5: 1'],
      ['5: 1', '12: 2'],
      ['13: 3'],
      ['12: 2', '27: 4'],
      ['a 12', 'a 27', 'b 13'],
      ['13: 3', '30: 5'],
    ]);
    const reader = new StateReader({ engine: log.engine, applicationId: run.name('app'), store: 'seen' });
    const { entries } = await reader.scan({ limit: 10 });
    const rows = entries.map(({ key, value }) => {
      const { key: name, window } = tableKeyOf({ kind: 'WINDOW', windowSizeMs: 5 }, key);
      return [textOf(name), window, textOf(value)];
    });
    expect(rows).toEqual([
      ['a', { start: 12, end: 17 }, '2'],
      ['a', { start: 27, end: 32 }, '4'],
      ['b', { start: 13, end: 18 }, '3'],
      ['b', { start: 30, end: 35 }, '5'],
    ]);
  });
});
