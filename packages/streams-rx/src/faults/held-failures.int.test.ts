import { createTestEngine, type TestEngine, textOf, until, within } from '@millrace/engine/testing';
import { map } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listErrors } from '../application/list-errors.ts';
import type { Streams } from '../application/streams.ts';
import { leftJoinStream } from '../operators/left-join-stream.ts';
import { onCommit } from '../operators/on-commit.ts';
import { to } from '../operators/to.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';

interface Order {
  readonly n: number;
  readonly at: number;
}

let log: TestEngine;
let run: LogApp;
let orders: string;
let payments: string;
let output: string;
let dead: string;

beforeAll(async () => {
  log = await createTestEngine();
  await log.engine.query('create table unpaid (n integer, unique (n) deferrable initially deferred)');
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  orders = await run.topic('orders');
  payments = await run.topic('payments');
  output = await run.topic('out');
  dead = await run.topic('dead');
});
afterEach(() => run.stop());

/** Each 100 ms after the one before: it is given out by the next one but one. */
const placed = (numbers: readonly number[]): [string, Order][] => numbers.map((n) => [`k${n}`, { n, at: n * 100 }]);
const put = (numbers: readonly number[]) => run.put(orders, placed(numbers));
const window = { before: 0, after: 50, grace: 0 };
const refusing = (bad: number) => (n: number) => {
  if (n === bad) throw new RangeError(`${n} has no payment.`);
  return n;
};

/** Orders without a payment, as numbers. */
const unpaid = (app: Streams, numberOf: (n: number) => unknown) =>
  app
    .stream<string, Order>(orders, { timestamp: ({ value }) => value.at })
    .pipe(leftJoinStream(app.stream<string, number>(payments), ({ n }) => numberOf(n), window));
const registered = async () => (await listErrors(log.engine, run.name('app'), { first: 10 })).errors;
const place = (offset: number) => ({ topic: orders, partition: 0, offset });

describe('S97: a record that has waited in a join and fails', () => {
  it.each([
    ['joiner', (app: Streams) => unpaid(app, refusing(1)).pipe(to(output))],
    [
      'operator behind it',
      (app: Streams) =>
        unpaid(app, (n) => n).pipe(
          map((record) => record.with({ value: refusing(1)(record.value as number) })),
          to(output),
        ),
    ],
    [
      'onCommit behind it',
      (app: Streams) =>
        unpaid(app, (n) => n).pipe(
          onCommit((_tx, records) => {
            for (const { value } of records) refusing(1)(value as number);
          }),
          to(output),
        ),
    ],
  ])('by a %s is a dead letter by its own place, also after a restart; what comes later goes on', async (_, define) => {
    const errors = { process: { deadLetterTopic: dead } };
    await run.start(define, { errors });
    await put([0, 1]);
    await run.done();
    await run.stop();
    const app = await run.start(define, { errors });
    await put([2, 3, 4]);
    await run.done();
    expect(await run.values(output)).toEqual(['0', '2', '3']);
    const [letter, ...more] = (await log.engine.page({ topic: dead, limit: 10 })).records;
    expect(more).toEqual([]);
    expect([textOf(letter?.key ?? null), textOf(letter?.value ?? null)]).toEqual(['k1', '{"n":1,"at":100}']);
    const headers = Object.fromEntries((letter?.headers ?? []).map(({ key, value }) => [key, textOf(value)]));
    expect(headers).toMatchObject({ 'millrace.error.topic': orders, 'millrace.error.offset': '1' });
    await until('it to be counted', () => app.snapshot().totals.deadLetteredRecords === 1);
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([
      { kind: 'PROCESS', outcome: 'DEAD_LETTERED', ...place(1), message: '1 has no payment.' },
    ]);
  });

  it('by a constraint that is looked at with the commit is told from one that falls due with it', async () => {
    await run.start(
      (app) =>
        unpaid(app, (n) => n).pipe(
          onCommit(async (tx, records) => {
            for (const { value } of records)
              await tx.query('insert into unpaid values ($1)', [value === 1 ? 0 : value]);
          }),
          to(output),
        ),
      { errors: { process: { deadLetterTopic: dead } } },
    );
    await run.put(
      orders,
      [0, 100, 110, 400, 800].map((at, n): [string, Order] => [`k${n}`, { n, at }]),
    );
    await run.done();
    expect(await run.values(output)).toEqual(['0', '2', '3']);
    expect(await run.values(dead)).toEqual(['{"n":1,"at":100}']);
  });

  it('because what is made of it cannot be written is skipped, as errors.produce says', async () => {
    const app = await run.start((each) => unpaid(each, (n) => (n === 1 ? 'x'.repeat(3_000_000) : n)).pipe(to(output)), {
      errors: { produce: 'SKIP' },
    });
    await put([0, 1, 2, 3, 4]);
    await run.done();
    expect(await run.values(output)).toEqual(['0', '2', '3']);
    await until('it to be counted', () => app.snapshot().totals.skippedRecords === 1);
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([{ kind: 'PRODUCE', outcome: 'SKIPPED', ...place(1) }]);
  });

  it('stops the application by FAIL, which names it; what came before is committed', async () => {
    const app = await run.start((each) => unpaid(each, refusing(1)).pipe(to(output)));
    await put([0, 1, 2, 3]);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({ message: '1 has no payment.' });
    expect(await run.values(output)).toEqual(['0']);
    await run.stop();
    expect(await registered()).toMatchObject([{ kind: 'PROCESS', outcome: 'FAILED', ...place(1) }]);
  });

  it('of more than an epoch may make at once stops the application; it goes on when more is allowed', async () => {
    const define = (app: Streams) => unpaid(app, (n) => n).pipe(to(output));
    const all = Array.from({ length: 5 }, (_, n) => n);
    const records = all.map((n): [string, Order] => [`k${n}`, { n, at: 0 }]);
    await run.put(orders, records);
    const options = { errors: { process: 'SKIP', produce: 'SKIP' } } as const;
    const app = await run.start(define, { ...options, limits: { maxEpochOutputRecords: 3 } });
    await run.done();
    await put([9]);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({
      code: 'TOO_MANY_RECORDS',
      message: expect.stringContaining('no record is to blame'),
    });
    await run.stop();
    await run.start(define, options);
    await run.done();
    expect(await run.values(output)).toEqual(all.map(String));
  });
});
