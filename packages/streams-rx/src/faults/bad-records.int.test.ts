import { createTestEngine, record, type TestEngine, textOf, until, within } from '@millrace/engine/testing';
import {
  filter,
  type MonoTypeOperatorFunction,
  map,
  mergeMap,
  NEVER,
  type Observable,
  of,
  repeat,
  retry,
  take,
} from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listErrors } from '../application/list-errors.ts';
import type { Streams } from '../application/streams.ts';
import { flatMapValues } from '../operators/flat-map-values.ts';
import { to } from '../operators/to.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';

type Value = { readonly n: number };
type Numbered = StreamRecord<string, Value>;

let log: TestEngine;
let run: LogApp;
let input: string;
let output: string;
let dead: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in');
  output = await run.topic('out');
  dead = await run.topic('dead');
});
afterEach(() => run.stop());

const numbered = (count: number, first = 0): [string, { n: number }][] =>
  Array.from({ length: count }, (_, i) => [`k${i % 7}`, { n: first + i }]);
const textsOf = (numbers: readonly number[]) => numbers.map((n) => `{"n":${n}}`);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const through = (app: Streams, operator: MonoTypeOperatorFunction<Numbered>) =>
  app.stream<string, Value>(input).pipe(operator, to(output));
const registered = async () => (await listErrors(log.engine, run.name('app'), { first: 10 })).errors;
/** What is committed is counted once the application has heard that it is. */
async function counted(app: Streams, expected: Partial<ReturnType<Streams['snapshot']>['totals']>): Promise<void> {
  await until(`${JSON.stringify(expected)} to be counted`, () => {
    const totals: { readonly [name: string]: number } = { ...app.snapshot().totals };
    return Object.entries(expected).every(([name, count]) => totals[name] === count);
  });
}
const failing = (bad: number) =>
  map((each: Numbered) => {
    if (each.value.n === bad) throw new RangeError(`${bad} is not wanted.`);
    return each;
  });

describe('S14 S15: one bad record among 5,000', () => {
  const bad = 3_210;
  const good = textsOf(upTo(5_000).filter((n) => n !== bad));

  async function putWithBytes(): Promise<void> {
    await run.put(input, numbered(bad));
    await log.engine.append({ topic: input, records: [record('k', '{"n":')] });
    await run.put(input, numbered(5_000 - bad - 1, bad + 1));
  }
  const decoding = (app: Streams) =>
    through(
      app,
      filter(({ value }: Numbered) => value.n >= 0),
    );

  it('that cannot be decoded, with FAIL: the application fails, and what comes before it is committed', async () => {
    await putWithBytes();
    const app = await run.start(decoding);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({
      code: 'INVALID_RECORD',
      message: expect.stringMatching(new RegExp(`offset ${bad} of partition 0 of "${input}".*errors.decode`)),
    });
    expect(app.snapshot()).toMatchObject({ state: 'FAILED', error: { code: 'INVALID_RECORD' } });
    expect(await run.values(output)).toEqual(good.slice(0, bad));
    // Started again it fails with the same, and commits nothing twice.
    const again = run.make(decoding);
    await again.start().catch(() => undefined);
    expect(await within(failureOfApp(again), 'the failure')).toMatchObject({ code: 'INVALID_RECORD' });
    expect(await run.values(output)).toEqual(good.slice(0, bad));
    await run.stop();
    expect(await registered()).toMatchObject([
      { kind: 'DECODE', outcome: 'FAILED', topic: input, partition: 0, offset: bad, code: 'INVALID_RECORD' },
      { kind: 'DECODE', outcome: 'FAILED', offset: bad },
    ]);
  });

  it('that cannot be decoded, with SKIP: it is left out and counted', async () => {
    await putWithBytes();
    const app = await run.start(decoding, { errors: { decode: 'SKIP' } });
    await run.done();
    expect(await run.values(output)).toEqual(good);
    await counted(app, { skippedRecords: 1, deadLetteredRecords: 0 });
  });

  it('that cannot be decoded, with a dead-letter topic: it gets the record as it was, and why', async () => {
    await putWithBytes();
    const app = await run.start(decoding, { errors: { decode: { deadLetterTopic: dead } } });
    await run.done();
    expect(await run.values(output)).toEqual(good);
    const [letter, ...more] = (await log.engine.page({ topic: dead, limit: 10 })).records;
    expect(more).toEqual([]);
    expect([textOf(letter?.key ?? null), textOf(letter?.value ?? null)]).toEqual(['k', '{"n":']);
    const headers = Object.fromEntries((letter?.headers ?? []).map(({ key, value }) => [key, textOf(value)]));
    expect(headers).toEqual({
      'millrace.error.topic': input,
      'millrace.error.partition': '0',
      'millrace.error.offset': String(bad),
      'millrace.error.kind': 'DECODE',
      'millrace.error.code': 'INVALID_RECORD',
      'millrace.error.message': expect.stringContaining('cannot be decoded'),
    });
    await counted(app, { deadLetteredRecords: 1 });
  });

  it('that makes a function throw: it is found by halves, and what the others did is committed once', async () => {
    await run.put(input, numbered(5_000));
    const app = await run.start((each) => through(each, failing(bad)), {
      errors: { process: { deadLetterTopic: dead } },
    });
    await run.done();
    expect(await run.values(output)).toEqual(good);
    expect(await run.values(dead)).toEqual(textsOf([bad]));
    await counted(app, { deadLetteredRecords: 1, recordsOut: 4_999 });
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([
      {
        kind: 'PROCESS',
        outcome: 'DEAD_LETTERED',
        offset: bad,
        code: 'RangeError',
        message: `${bad} is not wanted.`,
      },
    ]);
  });

  it('that makes a promise reject', async () => {
    await run.put(input, numbered(5_000));
    const rejecting = mergeMap(async (each: Numbered) => {
      if (each.value.n === bad) throw new RangeError('not wanted');
      return each;
    }, 100);
    await run.start((app) => through(app, rejecting), { errors: { process: 'SKIP' } });
    await run.done();
    expect((await run.values(output)).sort()).toEqual(good.toSorted());
  });

  it('that never settles: EPOCH_TIMEOUT, and it is found in about three times the timeout', async () => {
    await run.put(input, numbered(5_000));
    const limits = { epochTimeoutMs: 1_500 };
    const hanging = mergeMap((each: Numbered) => (each.value.n === bad ? NEVER : of(each)));
    const startedAt = performance.now();
    await run.start((app) => through(app, hanging), { limits, errors: { process: { deadLetterTopic: dead } } });
    await run.done(30_000);
    // And what a busy machine may take on top.
    expect(performance.now() - startedAt).toBeLessThan(3 * limits.epochTimeoutMs + 10_000);
    expect(await run.values(output)).toEqual(good);
    const [letter] = (await log.engine.page({ topic: dead, limit: 10 })).records;
    expect(textOf(letter?.headers.find(({ key }) => key.endsWith('code'))?.value ?? null)).toBe('EPOCH_TIMEOUT');
  });

  it('that makes a million: TOO_MANY_RECORDS, a failure of what is written', async () => {
    await run.put(input, numbered(500));
    const many = flatMapValues(function* (value: Value) {
      for (let i = 0; i < (value.n === 321 ? 1_000_000 : 1); i++) yield value;
    });
    await run.start((app) => app.stream<string, Value>(input).pipe(many, to(output)), {
      errors: { produce: { deadLetterTopic: dead } },
      limits: { maxEpochOutputRecords: 10_000 },
    });
    await run.done();
    expect(await run.values(output)).toEqual(textsOf(upTo(500).filter((n) => n !== 321)));
    expect(await run.values(dead)).toEqual(textsOf([321]));
  });
});

describe('S14: more than one transaction takes, of no record in particular', () => {
  it('epochs are cut smaller until they fit', async () => {
    await run.put(input, numbered(400));
    const each = flatMapValues((value: Value) => upTo(10).map(() => value));
    await run.start((app) => app.stream<string, Value>(input).pipe(each, to(output)), {
      limits: { maxEpochOutputRecords: 1_000 },
    });
    await run.done();
    const [bounds] = await log.engine.topics.bounds(output);
    expect(bounds?.endOffset).toBe(4_000);
  });
});

describe('S16: what no record is to blame for fails the application, and nothing is committed', () => {
  const cases: readonly { what: string; operator: unknown; code: string; says: RegExp }[] = [
    { what: 'take', operator: take(3), code: 'EPOCH_NOT_DRAINED', says: /rxjs.*Use filter.*processRecords/ },
    { what: 'undefined', operator: map(() => undefined), code: 'INVALID_STREAM_RECORD', says: /emitted undefined/ },
    {
      what: 'a plain object with another key',
      operator: map((each: Numbered) => ({ ...each, key: 'other' })),
      code: 'INVALID_STREAM_RECORD',
      says: /an? object instead of a record/,
    },
    {
      what: 'retry',
      operator: (source: Observable<Numbered>) => source.pipe(failing(3), retry(2)),
      code: 'EPOCH_NOT_DRAINED',
      says: /retry/,
    },
    {
      what: 'repeat',
      operator: (source: Observable<Numbered>) => source.pipe(repeat(2)),
      code: 'INVALID_TOPOLOGY',
      says: /subscribes to its source a second time/,
    },
  ];
  it.each(cases)('$what: $code, whatever the policies say', async ({ operator, code, says }) => {
    await run.put(input, numbered(10));
    const app = run.make((each) => through(each, operator as MonoTypeOperatorFunction<Numbered>), {
      errors: { process: 'SKIP', decode: 'SKIP', produce: 'SKIP' },
    });
    await app.start().catch(() => undefined);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({
      code,
      message: expect.stringMatching(says),
    });
    expect(await run.values(output)).toEqual([]);
    // All of them are there still for the one that is put right.
    await run.start((each) =>
      through(
        each,
        map((record) => record),
      ),
    );
    await run.done();
    expect(await run.values(output)).toEqual(textsOf(upTo(10)));
  });
});
