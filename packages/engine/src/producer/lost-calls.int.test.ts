import { silentLogger } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loseEnd } from '../testing/lose-end.ts';
import { record, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';
import type { Producer } from './producer.ts';

let t: TestEngine;
let producer: Producer;
/** Of flushes that went again. */
let failures: unknown[];

beforeEach(async () => {
  failures = [];
  const debug = (fields: object) => void ('failure' in fields && failures.push(fields.failure));
  t = await createTestEngine({ limits: { sequenceWaitMs: 300 }, logger: { ...silentLogger, debug } });
  await t.engine.topics.create({ name: 't' });
  producer = await t.engine.initProducer({ transactionalId: 'billing' });
  for (let sequence = 0; sequence < 8; sequence++) await append(sequence, 'kept');
});

afterEach(() => t?.remove());

const append = (sequence: number, value: string, from = producer) =>
  within(
    t.engine.append({
      topic: 't',
      records: [record(null, `${value}${sequence}`)],
      producer: { id: from.id, epoch: from.epoch, sequence },
    }),
    'the call',
  );
const values = async () => valuesOf(await t.engine.fetch({ topic: 't', partition: 0, offset: 0 }));
const kept = (count: number) => Array.from({ length: count }, (_, i) => `kept${i}`);

/** Rows of calls from a sequence on, with what they appended. */
async function loseCalls(from: number): Promise<void> {
  const { pool } = t.database;
  const { rows } = await pool.query('select id from millrace.producer_tables where sealed_at is null');
  await pool.query(`delete from millrace_segments.p${rows[0].id} where first_sequence >= ${from}`);
}

const standbyTakesOver = (from: number) => loseEnd(t, { topic: 't', partition: 0, from });

/** Files that are put back look as they did: nobody has raised the epoch yet. */
async function filesArePutBack(from: number): Promise<void> {
  const { pool } = t.database;
  const { rows } = await pool.query('select id from millrace.segments where sealed_at is null');
  await pool.query(`delete from millrace_segments.s${rows[0].id} where base_offset >= ${from}`);
}

describe.each([
  ['a standby that was behind takes over', standbyTakesOver],
  ['files are put back', filesArePutBack],
])('L29 L30: %s, and a node lives through it that had appended more', (_, lose) => {
  it('the call behind those that were lost is out of order, and says which one is next', async () => {
    await loseCalls(5);
    await lose(5);
    await expect(append(8, 'new')).rejects.toMatchObject({
      code: 'OUT_OF_ORDER_SEQUENCE',
      details: { expectedSequence: 5 },
    });
    expect(await values()).toEqual(kept(5));
  });

  it('the lost ones are appended when they are sent again, and none is called a duplicate', async () => {
    await loseCalls(5);
    await lose(5);
    for (const sequence of [5, 6, 7, 8]) {
      const result = await append(sequence, 'new');
      expect([result.offset(0), result.duplicate]).toEqual([sequence, false]);
    }
    expect((await append(4, 'kept')).duplicate).toBe(true);
    expect(await values()).toEqual([...kept(5), 'new5', 'new6', 'new7', 'new8']);
  });

  it('a program that is given the lost id and epoch again begins at 0', async () => {
    await loseCalls(0);
    await lose(0);
    await append(0, 'other');
    expect(await values()).toEqual(['other0']);
  });
});

it('L31: an epoch of a producer that was lost fences nobody who has the one of now', async () => {
  const next = await t.engine.initProducer({ transactionalId: 'billing' });
  await append(0, 'lost', next);
  await loseCalls(0);
  await t.database.pool.query('update millrace.producers set epoch = $1', [producer.epoch]);
  await standbyTakesOver(0);
  await append(0, 'new');
  expect(await values()).toEqual(['new0']);
});

it('a node that has heard of the raised epoch asks before it hands a call over', async () => {
  await loseCalls(5);
  await standbyTakesOver(5);
  await until('the node to see it', () => t.engine.logEpoch > 0);
  failures = [];
  await expect(append(8, 'new')).rejects.toMatchObject({ code: 'OUT_OF_ORDER_SEQUENCE' });
  expect(failures).not.toContain('sequence');
});
