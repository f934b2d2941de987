import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxClient } from '../testing/outbox-client.ts';
import { take, textOf, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';

let log: TestEngine;
let client: pg.Client;

beforeEach(async () => {
  log = await createTestEngine();
  await log.engine.topics.create({ name: 'orders' });
  client = await outboxClient(log.test.url);
});

afterEach(async () => {
  await client.end();
  await log.remove();
});

describe('L36 L38: arrays of produce_all', () => {
  const bytes = (name: string) => `'${name}'::bytea[]`;

  it('may begin at any number', async () => {
    await client.query(
      `select millrace.produce_all('orders', ${bytes('[0:2]={k,k,l}')}, ${bytes('[-1:1]={a,b,c}')},
                                   '[5:7]={NULL,"{\\"h\\": \\"1\\"}",NULL}'::json[])`,
    );
    await client.query(`select millrace.produce_all('orders', null, ${bytes('[0:0]={d}')})`);
    const records = await take(log.engine.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), 4);
    const seen = records.map(({ key, value, headers }) => `${textOf(key)} ${textOf(value)} ${headers.length}`);
    expect(seen.sort()).toEqual(['k a 0', 'k b 1', 'l c 0', 'null d 0']);
  });

  it('are of one dimension and one length, unless there are no keys or no headers at all', async () => {
    const two = bytes('{a,b}');
    for (const given of [
      `${bytes('{k,l,m}')}, ${two}`,
      `${bytes('{k}')}, ${two}`,
      `${bytes('{k}')}, null`,
      `null, ${two}, array[null, null, null]::json[]`,
      `null, ${two}, array[null]::json[]`,
      `null, ${bytes('{{a,b},{c,d}}')}`,
      `${bytes('{{k,l}}')}, ${two}`,
    ]) {
      await expect(client.query(`select millrace.produce_all('orders', ${given})`), given).rejects.toMatchObject({
        code: 'MR022',
        message: expect.stringMatching(/^INVALID_RECORD: there are \d values, \d keys and \d headers/),
      });
    }
    await client.query(`select millrace.produce_all('orders', '{}', ${two}, '{}')`);
    await client.query(`select millrace.produce_all('orders', null, null)`);
    await client.query(`select millrace.produce('orders', null, '"end"')`);
    const records = await take(log.engine.read({ topics: ['orders'], from: { edge: 'EARLIEST' } }), 3);
    expect(valuesOf(records)).toEqual(['a', 'b', '"end"']);
  });
});
