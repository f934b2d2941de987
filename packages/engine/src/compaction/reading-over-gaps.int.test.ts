import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { append, compact, createCompacted, eagerLimits, shown } from '../testing/compaction.ts';
import { record, take } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { within } from '../testing/wait.ts';

/**
 * Two partitions whose logs have gaps everywhere: at the start, inside a row, between rows, at a segment's end. Partition 0 holds
 * 2 b, 5 c, 6 d; 9 e (in the next segment); 10 f, 11 g (in the open one). Times are the offset times ten.
 */
async function prepare(log: TestEngine): Promise<void> {
  await createCompacted(log.engine, 'gaps', { segmentBytes: 1024 ** 2 }, 2);
  const write = async (...records: string[]) => {
    for (const text of records) {
      const [offset, key] = text.split(' ') as [string, string];
      await log.engine.append({
        topic: 'gaps',
        records: [record(key, offset, { partition: 0, timestamp: +offset * 10 })],
      });
    }
  };
  await write('0 a', '1 a', '2 b', '3 x', '4 x', '5 c', '6 d', '7 x');
  // So large that the segments are not joined.
  const large = Buffer.alloc(200_000, 'l').toString();
  for (let i = 0; i < 4; i++)
    await log.engine.append({ topic: 'gaps', records: [record(`l${i}`, large, { partition: 1 })] });
  await compact(log, 'gaps');
  await write('8 a', '9 e');
  await compact(log, 'gaps');
  await write('10 a', '11 x', '12 f');
  await compact(log, 'gaps');
  await write('13 g', '14 h');
}

let log: TestEngine;
beforeAll(async () => {
  log = await createTestEngine({ limits: eagerLimits });
  await prepare(log);
});
afterAll(() => log?.remove());

const topic = 'gaps';
const kept = [2, 5, 6, 9, 10, 11, 12, 13, 14];
const offsetsOf = (records: Iterable<{ readonly offset: number }>) => Array.from(records, ({ offset }) => offset);

describe('L27: where offsets are gone', { timeout: 60_000 }, () => {
  it('fetch begins with the next record that is there, from every offset', async () => {
    for (let offset = 0; offset < 15; offset++) {
      const batch = await log.engine.fetch({ topic, partition: 0, offset });
      expect(batch.offset(0), `from ${offset}`).toBe(kept.find((there) => there >= offset));
      expect(batch.nextOffset).toBe(batch.offset(batch.count - 1) + 1);
    }
    const end = await log.engine.fetch({ topic, partition: 0, offset: 15 });
    expect([end.count, end.nextOffset]).toEqual([0, 15]);
  });

  it('a reader steps over, from every offset, and goes on with what comes', async () => {
    for (let offset = 0; offset < 15; offset++) {
      const reader = log.engine.read({ topics: [topic], partitions: [0], from: { offset }, maxRecords: 2 });
      const expected = kept.filter((there) => there >= offset);
      expect(offsetsOf(await take(reader, expected.length)), `from ${offset}`).toEqual(expected);
      await reader.return?.();
    }
  });

  it('readers at the tail share a ring that begins with a gap', async () => {
    await createCompacted(log.engine, 'ring');
    await append(log.engine, 'ring', 'a=1', 'b=1', 'x=1', 'x=2', 'a=2', 'c=1', 'x=3');
    await compact(log, 'ring');
    const readers = Array.from({ length: 3 }, () => log.engine.read({ topics: ['ring'], from: { edge: 'EARLIEST' } }));
    const there = await Promise.all(readers.map((reader) => take(reader, 4)));
    for (const records of there) expect(records.map(shown)).toEqual(['1 b=1', '4 a=2', '5 c=1', '6 x=3']);
    await append(log.engine, 'ring', 'a=3');
    for (const reader of readers) {
      expect((await take(reader, 1)).map(shown)).toEqual(['7 a=3']);
      await reader.return?.();
    }
    const late = log.engine.read({ topics: ['ring'], from: { offset: 2 } });
    expect((await take(late, 4)).map(shown)).toEqual(['4 a=2', '5 c=1', '6 x=3', '7 a=3']);
    await late.return?.();
  });

  it('pages hold as many records as they may, in both directions, each record once', async () => {
    const forward: number[] = [];
    let page = await log.engine.page({ topic, partitions: [0], from: { edge: 'EARLIEST' }, limit: 2 });
    for (;;) {
      forward.push(...offsetsOf(page.records));
      if (page.atEnd) break;
      expect(page.records).toHaveLength(2);
      page = await log.engine.page({ topic, limit: 2, from: { cursor: page.next } });
    }
    expect(forward).toEqual(kept);
    const backward: number[][] = [];
    for (page = await log.engine.page({ topic, partitions: [0], limit: 2 }); ; ) {
      backward.unshift(offsetsOf(page.records));
      if (page.previous === null) break;
      expect(page.records).toHaveLength(2);
      page = await log.engine.page({ topic, limit: 2, from: { cursor: page.previous } });
    }
    expect(backward.flat()).toEqual(kept);
    const all = await log.engine.page({ topic, partitions: [0], limit: 100 });
    expect([offsetsOf(all.records), all.previous]).toEqual([kept, null]);
  });

  it('the last n are n, and a reader from there gets them', async () => {
    for (const last of [1, 3, 5, 9]) {
      const page = await log.engine.page({ topic, partitions: [0], from: { last }, limit: 100 });
      expect(offsetsOf(page.records)).toEqual(kept.slice(-last));
      const reader = log.engine.read({ topics: [topic], partitions: [0], from: { last } });
      expect(offsetsOf(await take(reader, last))).toEqual(kept.slice(-last));
      await reader.return?.();
    }
  });

  it('a time is the first record that is there with it or a later one', async () => {
    for (let timestamp = 0; timestamp <= 150; timestamp += 10) {
      const page = await log.engine.page({ topic, partitions: [0], from: { timestamp }, limit: 1 });
      expect(offsetsOf(page.records)).toEqual(kept.filter((there) => there * 10 >= timestamp).slice(0, 1));
    }
  });

  it('ends and lags stay exact where the newest records are gone', async () => {
    expect(await log.engine.topics.bounds(topic, [0])).toMatchObject([{ logStartOffset: 0, endOffset: 15 }]);
    await createCompacted(log.engine, 'ended', { deleteRetentionMs: 0 });
    await append(log.engine, 'ended', 'a=1', 'a=2', 'a');
    await compact(log, 'ended');
    const reader = log.engine.read({ topics: ['ended'], from: { edge: 'EARLIEST' } });
    expect((await take(reader, 1)).map(shown)).toEqual(['2 a=null']);
    await append(log.engine, 'ended', 'b=1');
    expect((await take(reader, 1)).map(shown)).toEqual(['3 b=1']);
    await reader.return?.();
  });

  it('deleteRecords may begin the log where no record is', async () => {
    await createCompacted(log.engine, 'cut');
    await append(log.engine, 'cut', 'a=1', 'b=1', 'x=1', 'x=2', 'c=1', 'x=3');
    await compact(log, 'cut');
    await log.engine.topics.deleteRecords({ topic: 'cut', partitions: [{ partition: 0, before: 2 }] });
    const reader = log.engine.read({ topics: ['cut'], from: { edge: 'EARLIEST' } });
    expect((await take(reader, 2)).map(shown)).toEqual(['4 c=1', '5 x=3']);
    await reader.return?.();
    const page = await log.engine.page({ topic: 'cut', limit: 10 });
    expect([page.records.map(shown), page.previous]).toEqual([['4 c=1', '5 x=3'], null]);
  });

  it('a group reads on, and its lag is none at the end', async () => {
    const consumer = log.engine.consumer({ group: 'gappy', topics: [topic], maxRecords: 2 });
    const offsets: number[] = [];
    // Partition 1 holds four records.
    for (let count = 0; count < kept.length + 4; ) {
      const { value: event } = await within(consumer.next(), 'records');
      if (event?.kind !== 'RECORDS') continue;
      count += event.batch.count;
      if (event.batch.partition === 0) offsets.push(...offsetsOf(event.batch));
      await consumer.commit(event);
    }
    expect(offsets).toEqual(kept);
    const group = await log.engine.groups.describe('gappy');
    expect(group?.partitions.map(({ lag }) => lag)).toEqual([0, 0]);
    await consumer.return?.();
  });

  it('a lag in time is that of the next record that is there', async () => {
    const { rows } = await log.database.pool.query(
      `select array_agg(a."offset"::integer order by a."offset") as offsets, bool_and(a.append_time > 0) as timed
       from millrace.partitions p join millrace.topics t on t.id = p.topic_id and t.name = 'gaps' and p.index = 0,
            millrace.append_times(array(select p.id from generate_series(0, 15)), array(select generate_series(0, 15))) a`,
    );
    // From every offset but the end: 7 and 8 lie behind all that is left of their segment.
    expect(rows[0]).toEqual({ offsets: Array.from({ length: 15 }, (_, offset) => offset), timed: true });
  });

  it('SQL shows what is there', async () => {
    const { rows } = await log.database.pool.query(
      `select "offset"::integer from millrace.records('gaps', 0) where "offset" >= 3`,
    );
    expect(rows.map((row) => row.offset)).toEqual(kept.slice(1));
  });
});
