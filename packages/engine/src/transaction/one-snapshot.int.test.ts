import { describe, expect, it } from 'vitest';
import { groupName, joined, later } from '../testing/consuming.ts';
import { deadlocksOf } from '../testing/deadlocks.ts';
import { take } from '../testing/records.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { within } from '../testing/wait.ts';

const log = transactionLog({ countDeadlocks: true });
const transactions = 40;

/** What is there of transactions; records of lanes, which are committed by themselves, are left out. */
const countSql = `select
  (select count(*)::int from millrace.records('a') where value <> 'own') as a,
  (select count(*)::int from millrace.records('b') where value <> 'own') as b,
  (select count(*)::int from done) as done,
  (select coalesce(max(o.next_offset), 0)::int from millrace.consumer_groups g
   cross join lateral millrace.committed_offsets(g.id, (select array_agg(p.id) from millrace.partitions p)) o) as committed`;

interface Look {
  readonly a: number;
  readonly b: number;
  readonly done: number;
  readonly committed: number;
}

/** In one snapshot: functions of SQL are statements of their own, so it takes more than one statement. */
async function look(): Promise<Look> {
  const client = await log.test.database.pool.connect();
  try {
    await client.query('begin isolation level repeatable read');
    const { rows } = await client.query<Look>(countSql);
    await client.query('commit');
    return rows[0] as Look;
  } finally {
    client.release();
  }
}

describe('L5 L32: one snapshot sees all of a transaction or none', () => {
  it('beside lanes, rolls and another node, without a deadlock; a reader has each partition in order', async () => {
    const { engine } = log;
    const other = await log.test.node();
    await engine.topics.create({ name: 'in' });
    await Promise.all(Array.from({ length: transactions }, (_, i) => engine.append(one('in', String(i)))));
    const group = groupName();
    const consumer = await joined(engine, { group, topics: ['in'], maxRecords: 1 });
    const reader = engine.read({ topics: ['a', 'b'], from: { edge: 'EARLIEST' } });
    const read = take(reader, 6 * transactions, 60_000);
    const looks: Look[] = [];
    let running = true;
    const looking = (async () => {
      while (running) looks.push(await look());
    })();
    for (let id = 0; id < transactions; id++) {
      const { memberId, generation, batch } = await later(consumer, 'RECORDS');
      const { topic, partition, nextOffset } = batch;
      const [node, partitionOf] = [id % 2 === 0 ? engine : other, id % 2];
      const transaction = node.transaction(async (tx) => {
        await tx.query('insert into done values ($1)', [id]);
        await tx.append(one('b', String(id), partitionOf));
        await tx.append(one('a', String(id), partitionOf));
        await tx.commitOffsets({ group, memberId, generation, offsets: [{ topic, partition, nextOffset }] });
      });
      // Into the same partitions, through the lanes of both nodes.
      const beside = [engine, other].flatMap((each) =>
        ['a', 'b'].map((name) => each.append(one(name, 'own', partitionOf))),
      );
      // What does not get the lock in 100 ms is for the next time.
      const roll = id % 7 === 3 ? log.roll(id % 2 === 0 ? 'a' : 'b').catch(() => undefined) : undefined;
      await within(Promise.all([transaction, ...beside, roll]), `transaction ${id}`);
    }
    running = false;
    await looking;
    for (const { a, b, done, committed } of looks) expect([a, b, committed]).toEqual([done, done, done]);
    expect(new Set(looks.map(({ done }) => done)).size).toBeGreaterThan(3);
    const expected = [0, 1].map((parity) => Array.from({ length: transactions / 2 }, (_, i) => String(2 * i + parity)));
    const records = await read;
    for (const topic of ['a', 'b']) {
      for (const partition of [0, 1]) {
        const mine = records.filter((record) => record.topic === topic && record.partition === partition);
        expect(mine.map(({ offset }) => offset)).toEqual(mine.map((_, i) => i));
        const values = mine.map(({ value }) => Buffer.from(value as Uint8Array).toString());
        expect(values.filter((value) => value !== 'own')).toEqual(expected[partition]);
      }
    }
    await reader.return?.();
    await consumer.return?.();
    expect(await deadlocksOf(log.test)).toBe(0);
  });
});
