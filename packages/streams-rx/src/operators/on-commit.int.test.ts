import { createTestEngine, type TestEngine, until, within } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureOfApp, LogApp } from '../testing/log-app.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { leftJoinStream } from './left-join-stream.ts';
import { mapValues } from './map-values.ts';
import { type OnCommit, onCommit } from './on-commit.ts';
import { to } from './to.ts';
import { toTable } from './to-table.ts';

type Value = { readonly n: number };

let log: TestEngine;
let run: LogApp;
let input: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
  await log.engine.query('create table seen (id integer, name text unique)');
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in');
  output = await run.topic('out');
  await log.engine.query('truncate seen');
});
afterEach(() => run.stop());

const put = (count: number) =>
  run.put(
    input,
    Array.from({ length: count }, (_, n) => [`k${n % 3}`, { n }] as const),
  );
const start = (work: OnCommit<string, Value>, options: Parameters<LogApp['start']>[1] = {}) =>
  run.start((app) => app.stream<string, Value>(input).pipe(onCommit(work), to(output)), options);
const rows = async () =>
  (await log.engine.query<{ id: number }>('select id from seen order by id')).rows.map(({ id }) => id);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const insert: OnCommit<string, Value> = async (tx, records) => {
  await tx.query('insert into seen (id) select unnest($1::integer[])', [records.map(({ value }) => value.n)]);
};

describe('S12: rows of the caller’s in the commit of an epoch', () => {
  it('are written with the records, in the order of the input', async () => {
    const orders: number[][] = [];
    await put(1_000);
    await start((tx, records) => {
      orders.push(records.map(({ value }) => value.n));
      return insert(tx, records);
    });
    await run.done();
    expect(await rows()).toEqual(upTo(1_000));
    expect(orders.flat()).toEqual(upTo(1_000));
    expect(await run.values(output)).toHaveLength(1_000);
  });

  it('are not there when it throws, nor is anything else: the record that it throws for is found', async () => {
    await put(500);
    const app = await start(
      async (tx, records) => {
        await insert(tx, records);
        if (records.some(({ value }) => value.n === 321)) throw new RangeError('not this one');
      },
      { errors: { process: 'SKIP' } },
    );
    await run.done();
    const others = upTo(500).filter((n) => n !== 321);
    expect(await rows()).toEqual(others);
    expect(await run.values(output)).toEqual(others.map((n) => `{"n":${n}}`));
    await until('it to be counted', () => app.snapshot().totals.skippedRecords === 1);
  });

  it('a statement that is refused is a failure of its record', async () => {
    await log.engine.query("insert into seen (id, name) values (-1, 'taken')");
    await put(20);
    await start(
      async (tx, records) => {
        for (const { value } of records) {
          const name = value.n === 7 ? 'taken' : String(value.n);
          await tx.query('insert into seen (id, name) values ($1, $2)', [value.n, name]);
        }
      },
      { errors: { process: 'SKIP' } },
    );
    await run.done();
    expect(await rows()).toEqual([-1, ...upTo(20).filter((n) => n !== 7)]);
  });

  it('what takes longer than commitTimeoutMs is tried twice more, and the application fails with TRANSACTION_TIMEOUT', async () => {
    await put(3);
    let attempts = 0;
    const app = await start(
      async (tx, records) => {
        attempts += 1;
        await insert(tx, records);
        await new Promise(() => {});
      },
      { limits: { commitTimeoutMs: 300 } },
    );
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({
      code: 'TRANSACTION_TIMEOUT',
      message: expect.stringContaining('onCommit'),
    });
    // One is not counted where Postgres itself took long to answer.
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect([await rows(), await run.values(output)]).toEqual([[], []]);
  });

  it('one that was in its way for a moment is not: a deadlock, a lock', async () => {
    await put(3);
    let attempts = 0;
    await start(async (tx, records) => {
      attempts += 1;
      await insert(tx, records);
      if (attempts === 1) await tx.query("do $$ begin raise exception 'in the way' using errcode = '40P01'; end $$");
    });
    await run.done();
    expect(attempts).toBe(2);
    expect(await rows()).toEqual(upTo(3));
  });
});

describe('the test driver', () => {
  it('runs the SQL of onCommit in the transaction that it is given, and changes nothing where that fails', async () => {
    const driver = await TestDriver.open(
      (app) =>
        app.stream<string, Value>('in').pipe(
          onCommit(async (tx, records) => {
            await insert(tx, records);
            if (records.some(({ value }) => value.n === 3)) throw new RangeError('not this one');
          }),
          groupByKey(),
          countRecords(),
          toTable('counts'),
        ),
      { errors: { process: 'SKIP' }, transaction: (work) => log.engine.transaction(work) },
    );
    driver.pipe(
      'in',
      upTo(6).map((n) => ({ key: 'k', value: { n } })),
    );
    await driver.run();
    expect(await rows()).toEqual([0, 1, 2, 4, 5]);
    expect(driver.table('counts')).toEqual([{ key: 'k', value: 5 }]);
    expect(driver.counts.skipped).toBe(1);
  });

  it('takes the SQL of a trial back that looks for what is to blame', async () => {
    const driver = await TestDriver.open(
      (app) =>
        app.stream<string, Value>('in').pipe(
          leftJoinStream(app.stream<string, Value>('other'), (one) => one, { before: 0, after: 10, grace: 0 }),
          onCommit<string, Value>(insert),
          mapValues((value) => {
            if (value.n === 1) throw new RangeError('not this one');
            return value;
          }),
          to('out'),
        ),
      { errors: { process: 'SKIP' }, transaction: (work) => log.engine.transaction(work) },
    );
    driver.pipe(
      'in',
      [0, 1, 2, 40].map((n) => ({ key: 'k', value: { n }, timestamp: n })),
    );
    await driver.run();
    expect(await rows()).toEqual([0, 2]);
    expect(driver.counts.skipped).toBe(1);
  });
});
