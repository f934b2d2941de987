import { randomBytes } from 'node:crypto';
import { numberSerde } from '@millrace/core';
import { partitionOfKey } from '@millrace/engine';
import { createTestEngine, record, type TestEngine, until, within } from '@millrace/engine/testing';
import { type MonoTypeOperatorFunction, map, mergeMap, timer } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listErrors } from '../application/list-errors.ts';
import type { Streams } from '../application/streams.ts';
import { aggregate } from '../operators/aggregate.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { mapValues } from '../operators/map-values.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { PostgresStateBackend } from '../state/postgres/postgres-state-backend.ts';
import { failureOfApp, LogApp } from '../testing/log-app.ts';

type Value = { readonly n: number };

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

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
const numbered = (count: number) => upTo(count).map((n): [string, Value] => [`k${n % 7}`, { n }]);
const textsOf = (numbers: readonly number[]) => numbers.map((n) => `{"n":${n}}`);
const through = (app: Streams, operator: MonoTypeOperatorFunction<StreamRecord<string, Value>>) =>
  app.stream<string, Value>(input).pipe(operator, to(output));
const stateTables = async () =>
  (
    await log.engine.query<{ readonly kind: string; readonly entries: number }>(
      `select t.kind, t.entry_count::integer as entries from millrace.state_tables t
       join millrace.state_stores s on s.id = t.store_id
       join millrace.streams_applications a on a.id = s.application_id where a.name = $1`,
      [run.name('app')],
    )
  ).rows;
const registered = async () => (await listErrors(log.engine, run.name('app'), { first: 10 })).errors;

describe('keys and state', () => {
  it('S17: a record that was produced into a partition of its own: KEY_NOT_IN_PARTITION, unless keys are not checked', async () => {
    const topic = await run.topic('placed', 4);
    const records = upTo(4).map((partition) => record('same', '{"n":1}', { partition }));
    await log.engine.append({ topic, records });
    const counting = (app: Streams) => app.stream(topic).pipe(groupByKey(), countRecords(), toTable('counts'));
    const app = run.make(counting);
    await app.start().catch(() => undefined);
    expect(await within(failureOfApp(app), 'the failure')).toMatchObject({
      code: 'KEY_NOT_IN_PARTITION',
      message: expect.stringMatching(/belongs to partition \d of 4.*repartition\(\).*checkKeys/),
    });
    const unchecked = await run.start(counting, { checkKeys: false });
    await run.done();
    expect(unchecked.state).toBe('RUNNING');
  });

  it('S17: such a record is its own failure: the policy decides, and those in their place go on', async () => {
    const topic = await run.topic('placed', 4);
    const records = upTo(4).map((partition) => record('same', `{"n":${partition}}`, { partition }));
    await log.engine.append({ topic, records });
    const counting = (app: Streams) =>
      app.stream(topic).pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to(output));
    const app = await run.start(counting, { errors: { process: { deadLetterTopic: dead } } });
    await run.done();
    const own = partitionOfKey(Buffer.from('same'), 4);
    expect((await run.values(dead)).sort()).toEqual(textsOf(upTo(4).filter((partition) => partition !== own)));
    expect([app.state, await run.values(output)]).toEqual(['RUNNING', ['1']]);
  });

  it('S18: a state value of 5 MB: RECORD_TOO_LARGE, which names the store', async () => {
    await run.put(input, numbered(3));
    const large = aggregate(
      () => '',
      (_: string, { n }: Value) => (n === 1 ? 'x'.repeat(5_000_000) : 'small'),
    );
    const app = run.make((each) => each.stream<string, Value>(input).pipe(groupByKey(), large, toTable('texts')), {
      errors: { process: { deadLetterTopic: dead } },
    });
    await app.start();
    await run.done();
    expect(await run.values(dead)).toEqual(textsOf([1]));
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([{ message: expect.stringMatching(/"texts".*5000002/) }]);
  });

  it('S18: a key of 3,000 bytes: RECORD_TOO_LARGE, which names the store, before it is in a state that cannot be folded', async () => {
    const [longest, tooLong] = [1_300, 1_500].map((bytes) => randomBytes(bytes).toString('hex')) as [string, string];
    await run.put(input, [
      [longest, { n: 0 }],
      [tooLong, { n: 1 }],
      ['other', { n: 2 }],
    ]);
    const state = new PostgresStateBackend({ engine: log.engine, applicationId: run.name('app') });
    const app = await run.start((each) => each.stream(input).pipe(groupByKey(), countRecords(), toTable('counts')), {
      state,
      errors: { process: { deadLetterTopic: dead } },
    });
    await run.done();
    expect(await run.values(dead)).toEqual(textsOf([1]));
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([
      { message: expect.stringMatching(/key of store "counts" has 3000 bytes/) },
    ]);
    await state.settle();
    expect((await stateTables()).map(({ kind, entries }) => [kind, entries])).toContainEqual(['RUN', 2]);
    expect(app.state).toBe('RUNNING');
  });

  it('a record that is larger than a record may be: RECORD_TOO_LARGE, a failure of what is written', async () => {
    await run.put(input, numbered(5));
    const large = mapValues((value: Value) => (value.n === 2 ? 'x'.repeat(20_000_000) : value));
    await run.start((app) => app.stream<string, Value>(input).pipe(large, to(output)), {
      errors: { produce: { deadLetterTopic: dead } },
    });
    await run.done();
    expect(await run.values(dead)).toEqual(textsOf([2]));
    expect(await run.values(output)).toEqual(textsOf([0, 1, 3, 4]));
  });

  it('a partition that the topic does not have: PARTITION_NOT_FOUND, a failure of what is written', async () => {
    await run.put(input, numbered(3));
    const partition = ({ value }: StreamRecord<string, Value>) => (value.n === 1 ? 7 : 0);
    await run.start((app) => app.stream<string, Value>(input).pipe(to(output, { partition })), {
      errors: { produce: { deadLetterTopic: dead } },
    });
    await run.done();
    expect([await run.values(output), await run.values(dead)]).toEqual([textsOf([0, 2]), textsOf([1])]);
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([{ kind: 'PRODUCE', message: expect.stringContaining('no partition 7') }]);
  });

  it('keys of another type than they are read with: INVALID_RECORD, a failure of decoding, which names the record', async () => {
    await run.put(input, [
      ['12', { n: 0 }],
      ['twelve', { n: 1 }],
    ]);
    await run.start(
      (app) =>
        app.stream<number, Value>(input, { key: numberSerde }).pipe(
          map((each) => each.with({ value: { n: each.key * 2 } })),
          to(output),
        ),
      { errors: { decode: { deadLetterTopic: dead } } },
    );
    await run.done();
    expect([await run.values(output), await run.values(dead)]).toEqual([textsOf([24]), textsOf([1])]);
    await until('it to be registered', async () => (await registered()).length > 0);
    expect(await registered()).toMatchObject([
      { kind: 'DECODE', offset: 1, message: expect.stringMatching(/The key at offset 1.*"twelve" is not a number/) },
    ]);
  });

  it('a stop while something never settles ends within the time of the epoch', async () => {
    await run.put(input, numbered(1));
    const app = await run.start(
      (each) =>
        through(
          each,
          mergeMap((record) => timer(60_000).pipe(map(() => record))),
        ),
      {
        limits: { epochTimeoutMs: 700 },
      },
    );
    await within(app.stop(), 'the stop');
    expect(app.state).toBe('STOPPED');
    await run.start((each) =>
      through(
        each,
        map((record) => record),
      ),
    );
    await run.done();
    expect(await run.values(output)).toEqual(textsOf([0]));
  });
});
