import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { type WatchedDatabase, watchDatabase } from '../testing/watched-database.ts';
import { KnownEnds } from './known-ends.ts';

let log: TestEngine;
let watched: WatchedDatabase;
let ids: number[];

beforeAll(async () => {
  log = await createTestEngine();
  watched = watchDatabase(log.database);
  await log.engine.topics.create({ name: 't', partitionCount: 4 });
  const { rows } = await log.database.pool.query<{ id: number }>('select id from millrace.partitions order by index');
  ids = rows.map((row) => row.id);
});

afterAll(() => log.remove());

const append = (partition: number, count: number) =>
  log.engine.append({ topic: 't', records: Array.from({ length: count }, () => record(null, 'v', { partition })) });

const at = (partition: number, nextOffset: number) => ({
  partitionId: ids[partition] as number,
  topic: 't',
  partition,
  nextOffset,
  logEpoch: 0,
});
const epochs = { current: 0 };

describe('G13: an offset to commit lies within its partition', () => {
  it('up to its end, as it is now', async () => {
    const ends = new KnownEnds(log.database.pool, epochs);
    await ends.assertWithin([at(0, 0)]);
    await expect(ends.assertWithin([at(0, 1)])).rejects.toEqual(
      refusal('OFFSET_OUT_OF_RANGE', /1 .* partition 0 of "t", which ends at 0/),
    );
    await append(0, 3);
    await ends.assertWithin([at(0, 3), at(1, 0)]);
    await expect(ends.assertWithin([at(0, 3), at(1, 1)])).rejects.toEqual(
      refusal('OFFSET_OUT_OF_RANGE', /partition 1/),
    );
  });

  it('which the database is asked for when it is not known, once for all that wait', async () => {
    const ends = new KnownEnds(watched.pool, epochs);
    await append(2, 10);
    watched.reset();
    await ends.assertWithin([at(2, 4)]);
    for (let offset = 0; offset <= 10; offset++) await ends.assertWithin([at(2, offset)]);
    expect(watched.statements).toHaveLength(1);
    await append(2, 10);
    await append(3, 1);
    await Promise.all([...Array(50).keys()].map((i) => ends.assertWithin([at(2, 11 + (i % 10)), at(3, i % 2)])));
    // One for the first, one for the others, who came while that was under way.
    expect(watched.statements.length).toBeLessThanOrEqual(3);
  });

  it('and its topic is there', async () => {
    const ends = new KnownEnds(log.database.pool, epochs);
    const gone = { partitionId: 1_000_000, topic: 'gone', partition: 0, nextOffset: 0, logEpoch: 0 };
    await expect(ends.assertWithin([at(1, 0), gone])).rejects.toEqual(refusal('TOPIC_NOT_FOUND', /"gone"/));
    // Also when it was there before.
    await log.engine.topics.create({ name: 'short' });
    const { rows } = await log.database.pool.query<{ id: number }>(
      `select p.id from millrace.partitions p join millrace.topics t on t.id = p.topic_id where t.name = 'short'`,
    );
    const short = { partitionId: rows[0]?.id as number, topic: 'short', partition: 0, nextOffset: 0, logEpoch: 0 };
    await ends.assertWithin([short]);
    await log.engine.topics.delete('short');
    const beyond = { ...short, nextOffset: 1 };
    await expect(ends.assertWithin([beyond])).rejects.toEqual(refusal('TOPIC_NOT_FOUND', /"short"/));
  });

  it('goes on after an outage', async () => {
    let failing = true;
    const flaky = new Proxy(log.database.pool, {
      get: (pool, name) =>
        name === 'query' && failing
          ? () => Promise.reject(new Error('Connection terminated'))
          : Reflect.get(pool, name).bind?.(pool),
    });
    const ends = new KnownEnds(flaky, epochs);
    await expect(Promise.all([ends.assertWithin([at(0, 1)]), ends.assertWithin([at(1, 0)])])).rejects.toEqual(
      refusal('POSTGRES_UNAVAILABLE'),
    );
    failing = false;
    await ends.assertWithin([at(0, 1)]);
  });
});
