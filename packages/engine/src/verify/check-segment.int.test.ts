import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LogToDamage, makeLogToDamage } from '../testing/damage.ts';
import { roll } from '../testing/segments.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { checkSegment } from './check-segment.ts';

let log: TestEngine;
let made: LogToDamage;
let session: Client;
let number = 0;

beforeAll(async () => {
  log = await createTestEngine();
  session = await log.database.connect();
});
beforeEach(async () => {
  made = await makeLogToDamage(log, `t${++number}`);
});
afterAll(async () => {
  await session?.end();
  await log?.remove();
});

/** The session, which does `action` before its n-th query that `is` one to wait for. */
function before(is: (query: unknown) => boolean, nth: number, action: () => Promise<unknown>): Client {
  let count = 0;
  return new Proxy(session, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      if (name !== 'query') return value.bind(target);
      return (query: unknown, ...rest: unknown[]) => {
        const run = () => (value as (...args: unknown[]) => unknown).call(target, query, ...rest);
        if (!is(query) || ++count !== nth) return run();
        if (typeof query === 'string') return action().then(run);
        // A stream is wanted at once: it is submitted once the action is done.
        void action().then(run);
        return query;
      };
    },
  });
}

const isBegin = (query: unknown) => typeof query === 'string' && query.startsWith('begin');
const isCopy = (query: unknown) => typeof query === 'object' && query !== null && 'submit' in query;

/** One row a piece: four pieces and the end. */
const limits = { maxRows: 1, maxBytes: 1 };
const check = async (checked: Client) => {
  const pieces: number[] = [];
  const found = await checkSegment({
    session: checked,
    segmentId: made.segments[0],
    limits,
    onPiece: ({ rows }) => pieces.push(rows),
  });
  return { found, pieces };
};

/** What compaction does with a segment: its rows in another table, some of them gone. */
async function swap(): Promise<void> {
  const [old] = await made.sql(`select coalesce(table_id, id) from millrace.segments where id = ${made.segments[0]}`);
  const [fresh] = await made.sql(`select nextval('millrace.segments_id_seq')`);
  await made.sql(`
    create table millrace_segments.s${fresh} (like millrace_segments.s${old} including all);
    insert into millrace_segments.s${fresh} select * from millrace_segments.s${old} where base_offset > 0;
    update millrace.segments set table_id = ${fresh}, compacted = true where id = ${made.segments[0]};
    drop table millrace_segments.s${old}`);
}

/** What retention does with it. */
async function expire(): Promise<void> {
  await made.sql(`select millrace.expire_segments(${made.topicId}, ${made.segments[2]})`);
  await made.sql(`select millrace.drop_segment(${made.segments[0]})`);
}

describe('L40: a segment that changes under the checker', () => {
  it('is read in pieces', async () => {
    expect(await check(session)).toEqual({ found: [], pieces: [1, 1, 1, 1, 0] });
  });

  it.each([2, 4])('is begun again when it was swapped before piece %i', async (piece) => {
    const { found, pieces } = await check(before(isBegin, piece, swap));
    expect(found).toEqual([]);
    expect(pieces).toEqual([...Array(piece - 1).fill(1), 1, 1, 0]);
  });

  it('is begun again when it was swapped between the look at the catalogue and the look at its table', async () => {
    expect(await check(before(isCopy, 3, swap))).toEqual({ found: [], pieces: [1, 1, 1, 1, 0] });
  });

  it.each([
    ['between two pieces', isBegin],
    ['between the look at the catalogue and the look at its table', isCopy],
  ])('is left when it has left the log %s', async (_, is) => {
    expect(await check(before(is, 3, expire))).toEqual({ found: [], pieces: [1, 1] });
  });

  it('says nothing of damage that went with it', async () => {
    await made.sql(`update ${made.tables[0]} set crc = 1`);
    expect((await check(session)).found).toHaveLength(4);
    expect((await check(before(isBegin, 3, expire))).found).toEqual([]);
  });

  it('has grown behind what was read: the end is that of the last piece', async () => {
    const open = await checkSegment({
      session: before(isBegin, 3, async () => {
        await log.engine.append({ topic: made.topic, records: [{ key: null, value: Buffer.from('x'), partition: 0 }] });
        await log.engine.topics.deleteRecords({ topic: made.topic, partitions: [{ partition: 0 }] });
      }),
      segmentId: made.segments[2],
      limits,
    });
    expect(open).toEqual([]);
  });

  it('has got a partition meanwhile, whose rows are behind those that were read', async () => {
    const open = await checkSegment({
      session: before(isBegin, 3, async () => {
        await log.engine.topics.update({ name: made.topic, partitionCount: 3 });
        await log.engine.append({ topic: made.topic, records: [{ key: null, value: Buffer.from('x'), partition: 2 }] });
      }),
      segmentId: made.segments[2],
      limits,
    });
    expect(open).toEqual([]);
  });

  it('was rolled and counted meanwhile, behind what had grown', async () => {
    const open = await checkSegment({
      session: before(isBegin, 3, async () => {
        await log.engine.append({ topic: made.topic, records: [{ key: null, value: Buffer.from('x'), partition: 0 }] });
        await roll(log.database, made.topic);
        await log.database.pool.query(
          `update millrace.segments set row_count = c.rows, record_count = c.records
           from (select count(*) as rows, sum(record_count) as records from millrace_segments.s${made.segments[2]}) c where id = $1`,
          [made.segments[2]],
        );
      }),
      segmentId: made.segments[2],
      limits,
    });
    expect(open).toEqual([]);
  });
});
