import { createTestEngine, type TestEngine } from '@millrace/engine/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { mergeStreams } from '../operators/merge-streams.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { LogApp } from '../testing/log-app.ts';
import type { Streams } from './streams.ts';

let log: TestEngine;
let run: LogApp;
let input: string;
let other: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in');
  other = await run.topic('other');
  output = await run.topic('out');
  await run.put(input, [['a', 1]]);
  await run.put(other, [['b', 2]]);
});
afterEach(() => run.stop());

const both = (app: Streams) =>
  app.stream(input).pipe(mergeStreams(app.stream(other, { resetPolicy: 'EARLIEST' })), to(output));
const copied = (app: Streams) => app.stream(input).pipe(to(output));

describe('S96: where an application has committed nothing it starts', () => {
  it('behind what is there with LATEST, but for topics that have a policy of their own', async () => {
    await run.start(both, { resetPolicy: 'LATEST' });
    await run.put(input, [['a', 3]]);
    await run.done();
    expect((await run.values(output)).sort()).toEqual(['2', '3']);
  });

  it('at the beginning, unless a topic says LATEST', async () => {
    await run.start((app) =>
      app.stream(input, { resetPolicy: 'LATEST' }).pipe(mergeStreams(app.stream(other)), to(output)),
    );
    await run.put(input, [['a', 3]]);
    await run.done();
    expect((await run.values(output)).sort()).toEqual(['2', '3']);
  });

  it('nowhere with NONE, and goes on where it has', async () => {
    const app = run.make(copied, { resetPolicy: 'NONE' });
    await expect(app.start()).rejects.toMatchObject({ code: 'NO_COMMITTED_OFFSET' });
    await run.start(copied);
    await run.done();
    await run.stop();
    await run.put(input, [['a', 3]]);
    await run.start(copied, { resetPolicy: 'NONE' });
    await run.done();
    expect(await run.values(output)).toEqual(['1', '3']);
  });

  it('at the beginning of topics of its own, whatever it says', async () => {
    await run.start(
      (app) =>
        app.stream<string, number>(input, { resetPolicy: 'EARLIEST' }).pipe(
          groupByKey(({ value }) => `${value}`),
          countRecords(),
          toTable('counts'),
          toStream(),
          to(output),
        ),
      { resetPolicy: 'NONE' },
    );
    await run.done();
    expect(await run.values(output)).toEqual(['1']);
  });
});
