import { createTestEngine, type TestEngine, until, within } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { joinGlobalTable } from '../operators/join-global-table.ts';
import { to } from '../operators/to.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';
import type { Streams } from './streams.ts';

let log: TestEngine;
let run: LogApp;
let input: string;
let products: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in');
  products = await run.topic('products');
  output = await run.topic('out');
});
afterEach(() => run.stop());

const join = (app: Streams) =>
  app.stream<string, number>(input).pipe(
    joinGlobalTable(
      app.globalTable<string, string>(products),
      ({ key }) => key,
      (_, text) => text.length,
    ),
    to(output),
  );
const limits = { maxGlobalTableBytes: 1_000 };
const exceeded = {
  code: 'LIMIT_EXCEEDED',
  message: expect.stringContaining('more than 1000 bytes (maxGlobalTableBytes)'),
};
const put = (key: string, length: number) => run.put(products, [[key, JSON.stringify('x'.repeat(length))]]);

describe('S18: global tables that are larger than they may be', () => {
  it('at the start: LIMIT_EXCEEDED', async () => {
    await put('a', 500);
    await put('b', 500);
    await expect(run.make(join, { limits }).start()).rejects.toMatchObject(exceeded);
  });

  it('while it runs: LIMIT_EXCEEDED; rows that were replaced or are gone do not count', async () => {
    const app = await run.start(join, { limits });
    for (let i = 1; i <= 5; i++) {
      await put('a', 900 + i);
      await log.engine.append({ topic: products, records: [{ key: Buffer.from('a'), value: null }] });
    }
    await put('b', 900);
    await until('the last of them to be met', async () => {
      await run.put(input, [['b', 0]]);
      return (await run.values(output)).includes('900');
    });
    expect(app.state).toBe('RUNNING');
    await put('c', 100);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject(exceeded);
  });
});
