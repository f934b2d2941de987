import { systemClock } from '@millrace/core';
import { PipelineSession } from '@millrace/database';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { record, valuesOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { appendFailure } from './append-failure.ts';
import { appendIn } from './append-in.ts';
import { routedCall } from './route-records.ts';

let log: TestEngine;
let client: pg.Client;
let session: PipelineSession;
let catalogue: TopicCatalogue;

beforeEach(async () => {
  log = await createTestEngine();
  client = await log.database.connect({ idle_in_transaction_session_timeout: 0 });
  session = new PipelineSession(client);
  catalogue = new TopicCatalogue({ pool: log.database.pool, clock: systemClock, answerMs: 30_000 });
  for (const name of ['a', 'b']) await log.engine.topics.create({ name, partitionCount: 3 });
  await client.query('create table done (id integer)');
});

afterEach(async () => {
  await client.end();
  await log.remove();
});

async function calls(...wanted: (readonly [topic: string, partitions: readonly number[], value: string])[]) {
  return Promise.all(
    wanted.map(async ([topic, partitions, value]) => {
      const records = partitions.map((partition) => record(null, `${value}${partition}`, { partition }));
      return routedCall(await catalogue.get(topic), records, 1_700_000_000_000, defaultLimits);
    }),
  );
}

const values = async (topic: string, partition: number) =>
  valuesOf(await log.engine.fetch({ topic, partition, offset: 0 }));

const rolled = async (topic: string) => {
  const { id, segmentId } = await catalogue.get(topic);
  await log.database.pool.query("select millrace.roll_segment($1, $2, 'none')", [id, segmentId]);
};

describe('L32: an append inside a transaction of one of our sessions', () => {
  it('is there with all else of it when that commits, at the offsets that were given', async () => {
    await log.engine.append({ topic: 'a', records: [record(null, 'before', { partition: 1 })] });
    await client.query('begin');
    await client.query('insert into done values (1)');
    const { results } = await appendIn(
      session,
      await calls(['a', [0, 1, 1], 'x'], ['b', [2], 'y'], ['a', [1], 'z']),
      defaultLimits,
    );
    expect(await values('a', 1)).toEqual(['before']);
    await client.query('commit');
    expect(results.map((result) => Array.from({ length: result.count }, (_, i) => result.offset(i)))).toEqual([
      [0, 1, 2],
      [0],
      [3],
    ]);
    expect(await values('a', 1)).toEqual(['before', 'x1', 'x1', 'z1']);
    expect(await values('b', 2)).toEqual(['y2']);
    expect(results[0]?.batches.map(({ partition, count }) => [partition, count])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('was never there when that is rolled back, and leaves no gap', async () => {
    await client.query('begin');
    await appendIn(session, await calls(['a', [0, 1], 'x']), defaultLimits);
    await client.query('rollback');
    const result = await log.engine.append({ topic: 'a', records: [record(null, 'y', { partition: 0 })] });
    expect(result.offset(0)).toBe(0);
    expect(await values('a', 0)).toEqual(['y']);
  });

  it('that meets a roll goes again from a savepoint, with what the transaction did before', async () => {
    await client.query('begin');
    await client.query('insert into done values (1)');
    await client.query('savepoint append');
    const stale = await calls(['a', [0], 'x'], ['b', [0], 'y']);
    await rolled('a');
    const failure = await appendIn(session, stale, defaultLimits).catch(appendFailure);
    expect(failure).toEqual({ kind: 'moved' });
    await client.query('rollback to savepoint append');
    // Nothing is locked any more: others go on meanwhile.
    await log.engine.append({ topic: 'b', records: [record(null, 'other', { partition: 0 })] });
    catalogue.forget('a');
    await appendIn(session, await calls(['a', [0], 'x'], ['b', [0], 'y']), defaultLimits);
    await client.query('commit');
    expect([await values('a', 0), await values('b', 0)]).toEqual([['x0'], ['other', 'y0']]);
    expect((await client.query('select id from done')).rows).toEqual([{ id: 1 }]);
  });

  it('of nothing does nothing', async () => {
    await client.query('begin');
    expect(await appendIn(session, [], defaultLimits)).toEqual({ appends: [], results: [] });
    await client.query('commit');
  });
});
