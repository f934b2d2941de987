import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestEngine, type TestEngine } from './testing/test-engine.ts';

const fetched: [topic: string, records: number, bytes: number][] = [];
let log: TestEngine;
beforeEach(async () => {
  fetched.length = 0;
  const observer = new Proxy({} as never, {
    get: (_, name) => (name === 'fetched' ? (...call: (typeof fetched)[number]) => void fetched.push(call) : () => {}),
  });
  log = await createTestEngine({ observer });
});
afterEach(() => log.remove());

it('hears of the bytes of pages, with a filter and without', async () => {
  const { engine } = log;
  await engine.topics.create({ name: 't', partitionCount: 2 });
  const headers = [{ key: 'hé', value: Buffer.from('12') }];
  await engine.append({
    topic: 't',
    records: [
      { key: Buffer.from('key'), value: Buffer.alloc(100, 'a'), headers, partition: 0 },
      { key: null, value: null, partition: 1 },
      { key: null, value: Buffer.alloc(50, 'b'), partition: 0 },
    ],
  });
  const [first, second] = [3 + 100 + 3 + 2, 50];
  await engine.page({ topic: 't', limit: 10 });
  await engine.page({ topic: 't', partitions: [0], from: { offset: 1 }, limit: 10 });
  await engine.page({ topic: 't', from: { edge: 'LATEST' }, limit: 10 });
  await engine.page({ topic: 't', filter: { valueContains: Buffer.from('aa') }, limit: 10 });
  expect(fetched).toEqual([
    ['t', 3, first + second],
    ['t', 1, second],
    ['t', 0, 0],
    ['t', 1, first],
  ]);
});
