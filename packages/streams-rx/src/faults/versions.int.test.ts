import { type Serde, stringSerde } from '@millrace/core';
import { createTestEngine, record, type TestEngine } from '@millrace/engine/testing';
import { map } from 'rxjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeApplication } from '../application/describe-application.ts';
import type { Streams } from '../application/streams.ts';
import { aggregate } from '../operators/aggregate.ts';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { suppress } from '../operators/suppress.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import { LogApp } from '../testing/log-app.ts';
import { untilTimeLimit } from '../windows/suppression.ts';
import { tumbling } from '../windows/time-windows.ts';

let log: TestEngine;
let run: LogApp;
let input: string;
let output: string;

beforeAll(async () => {
  log = await createTestEngine();
});
afterAll(() => log.remove());
beforeEach(async () => {
  run = new LogApp(log);
  input = await run.topic('in');
  output = await run.topic('out');
});
afterEach(() => run.stop());

const counting = (app: Streams) =>
  app.stream(input).pipe(groupByKey(), countRecords(), toTable('counts'), toStream(), to(output));

describe('S9: another topology of an application', () => {
  it('has the state of stores of the same names', async () => {
    await run.start(counting);
    await run.put(input, [['k', 1]]);
    await run.done();
    await run.stop();
    await run.start((app) =>
      app.stream(input).pipe(
        map((record) => record.with({ value: 'changed' })),
        groupByKey(),
        countRecords(),
        toTable('counts'),
        toStream(),
        map((record) => record.with({ value: `counted ${record.value}` })),
        to(output),
      ),
    );
    await run.put(input, [['k', 1]]);
    await run.done();
    expect(await run.values(output)).toEqual(['1', '"counted 2"']);
  });

  it('is refused where a store of the name has another kind: INCOMPATIBLE_TOPOLOGY, and the state is as it was', async () => {
    await run.start(counting);
    await run.put(input, [['k', 1]]);
    await run.done();
    await run.stop();
    const windowed = run.make((app) =>
      app
        .stream(input)
        .pipe(groupByKey(), windowedBy(tumbling({ size: 1_000, grace: 0 })), countRecords(), toTable('counts')),
    );
    await windowed.start().catch(() => undefined);
    await expect(windowed.ended).rejects.toMatchObject({
      code: 'INCOMPATIBLE_TOPOLOGY',
      message: expect.stringMatching(/counts/),
    });
    await run.start(counting);
    await run.put(input, [['k', 1]]);
    await run.done();
    expect(await run.values(output)).toEqual(['1', '2']);
  });

  it('is refused where windows have another size, or values another format: INCOMPATIBLE_TOPOLOGY', async () => {
    const windowed = (size: number, value?: Serde<number>) => (app: Streams) =>
      app.stream(input).pipe(
        groupByKey(),
        windowedBy(tumbling({ size, grace: 0 })),
        aggregate(
          () => 0,
          (count) => count + 1,
          { store: 'windows', ...(value && { value }) },
        ),
      );
    await run.start(windowed(300_000));
    await run.stop();
    for (const [other, message] of [
      [windowed(60_000), /windows of 300000 ms/],
      [windowed(300_000, stringSerde as Serde<unknown> as Serde<number>), /values that were written as JSON/],
    ] as const) {
      const app = run.make(other);
      await app.start().catch(() => undefined);
      await expect(app.ended).rejects.toMatchObject({
        code: 'INCOMPATIBLE_TOPOLOGY',
        message: expect.stringMatching(message),
      });
    }
    expect((await run.start(windowed(300_000))).state).toBe('RUNNING');
  });

  it('is refused where what is held back waits for another time: INCOMPATIBLE_TOPOLOGY, and what waits is given out', async () => {
    const limited = (limit: number) => (app: Streams) =>
      app
        .stream(input)
        .pipe(groupByKey(), countRecords(), suppress(untilTimeLimit(limit), { store: 'held' }), toStream(), to(output));
    await run.start(limited(1_000));
    const now = Date.now();
    await log.engine.append({ topic: input, records: [{ ...record('k', '1'), timestamp: now }] });
    await run.done();
    await run.stop();
    const longer = run.make(limited(2_000));
    await longer.start().catch(() => undefined);
    await expect(longer.ended).rejects.toMatchObject({
      code: 'INCOMPATIBLE_TOPOLOGY',
      message: expect.stringMatching(/held-waiting/),
    });
    await run.start(limited(1_000));
    await log.engine.append({ topic: input, records: [{ ...record('other', '1'), timestamp: now + 1_500 }] });
    await run.done();
    expect(await run.values(output)).toEqual(['1']);
  });

  it('that reads the same topics runs beside the other one, and others can see that they differ', async () => {
    await run.start(counting);
    await run.start((app) => app.stream(input).pipe(to(output)));
    const application = await describeApplication(log.engine, run.name('app'));
    expect(application?.topologyDiffers).toBe(true);
  });

  it('that groups topics otherwise into tasks is refused while the other one runs: INCONSISTENT_GROUP', async () => {
    const other = await run.topic('other');
    const first = await run.start(counting);
    const second = run.make((app) => {
      app.stream(other).pipe(to(output));
      app.stream(input).pipe(to(output));
    });
    await expect(second.start()).rejects.toMatchObject({ code: 'INCONSISTENT_GROUP' });
    expect([first.state, second.state]).toEqual(['RUNNING', 'FAILED']);
    await first.stop();
    const third = await run.start((app) => {
      app.stream(other).pipe(to(output));
      app.stream(input).pipe(to(output));
    });
    expect(third.state).toBe('RUNNING');
  });
});
