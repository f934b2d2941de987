import { createTestEngine, random, type TestEngine, until } from '@millrace/engine/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStreams } from '../application/streams.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { session } from '../windows/session-windows.ts';
import { sliding } from '../windows/sliding-windows.ts';
import { untilTimeLimit, untilWindowCloses } from '../windows/suppression.ts';
import { hopping, tumbling } from '../windows/time-windows.ts';
import { countRecords } from './count-records.ts';
import { groupByKey } from './group-by-key.ts';
import { reduceRecords } from './reduce-records.ts';
import { suppress } from './suppress.ts';
import { to } from './to.ts';
import { toStream } from './to-stream.ts';
import { windowedBy } from './windowed-by.ts';

const grace = 20;
const all = {
  tumbling: tumbling({ size: 50, grace }),
  hopping: hopping({ size: 60, advance: 20, grace }),
  sliding: sliding({ timeDifference: 30, grace }),
  session: session({ gap: 12, grace }),
} as const;
const topics = [...Object.keys(all), 'limited'];

function define(app: TopologyApp): void {
  const grouped = app.stream<string, string>('in').pipe(groupByKey());
  for (const [name, windows] of Object.entries(all)) {
    grouped.pipe(
      windowedBy(windows),
      reduceRecords((before, next) => before + next, { store: name }),
      suppress(untilWindowCloses(), { store: `${name}-held` }),
      toStream({ emit: 'ALL' }),
      to(name),
    );
  }
  grouped.pipe(
    countRecords({ store: 'counts' }),
    suppress(untilTimeLimit(25, { maxKeys: 3 }), { store: 'counts-held' }),
    toStream({ emit: 'ALL' }),
    to('limited'),
  );
}

/** By a clock that goes on, now and then later than grace allows. */
function records(): { key: string; value: string; timestamp: number }[] {
  const chance = random(5);
  return Array.from({ length: 600 }, (_, n) => ({
    key: `key ${Math.floor(chance() * 6)}`,
    value: `${n} `,
    timestamp: 1_700_000_000_000 + n * 4 - Math.floor(chance() ** 4 * 120),
  }));
}

describe('windows on Postgres', () => {
  let log: TestEngine;
  beforeAll(async () => {
    log = await createTestEngine();
    for (const name of ['in', ...topics]) await log.engine.topics.create({ name, partitionCount: 1 });
  });
  afterAll(() => log.remove());

  it('give what they give without a database, also when the application has started anew in between', async () => {
    const input = records();
    const driver = await TestDriver.open(define);
    driver.pipe('in', input);
    await driver.run();
    const expected = Object.fromEntries(
      topics.map((topic) => [topic, driver.output(topic).map(({ key, value, timestamp }) => [key, value, timestamp])]),
    );
    expect(driver.counts.late).toBeGreaterThan(5);

    const text = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString();
    const given = async (topic: string) =>
      (await log.engine.page({ topic, limit: 5_000 })).records.map(({ key, value, timestamp }) => [
        text(key),
        JSON.parse(text(value)),
        Number(timestamp),
      ]);
    for (let part = 0; part < 3; part++) {
      const app = createStreams({ applicationId: 'windows', engine: log.engine, limits: { maxEpochRecords: 37 } });
      define(app);
      await app.start();
      const slice = input.slice(part * 200, (part + 1) * 200);
      for (let at = 0; at < slice.length; at += 50) {
        await log.engine.append({
          topic: 'in',
          records: slice.slice(at, at + 50).map(({ key, value, timestamp }) => ({
            key: Buffer.from(key),
            value: Buffer.from(JSON.stringify(value)),
            timestamp,
          })),
        });
      }
      await until('all are taken', async () => app.snapshot().totals.recordsIn >= slice.length);
      await app.stop();
      await app.ended;
      expect(app.snapshot()).toMatchObject({ state: 'STOPPED', error: null });
    }
    const seen = Object.fromEntries(await Promise.all(topics.map(async (topic) => [topic, await given(topic)])));
    expect(seen).toEqual(expected);
    for (const topic of topics) expect(expected[topic]?.length).toBeGreaterThan(20);
  });
});
