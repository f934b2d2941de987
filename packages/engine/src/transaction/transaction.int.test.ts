import { describe, expect, it } from 'vitest';
import { groupName, joined, later } from '../testing/consuming.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { signal, within } from '../testing/wait.ts';

const log = transactionLog();

describe('L32: all of a transaction is in one commit', () => {
  it('appends to many topics, the caller’s rows and a consumer’s offsets; its result says where', async () => {
    const { engine } = log;
    await engine.append(one('a', '0'));
    const group = groupName();
    const consumer = await joined(engine, { group, topics: ['a'] });
    const event = await later(consumer, 'RECORDS');
    const { value, appends } = await engine.transaction(async (tx) => {
      await tx.append(one('b', 'x', 1));
      await tx.append({
        topic: 'a',
        records: [record(null, '1', { partition: 0 }), record(null, '2', { partition: 1 })],
      });
      await tx.append(one('a', '3'));
      const { rows: inserted, rowCount } = await tx.query<{ id: number }>(
        'insert into done values ($1) returning id',
        [7],
      );
      await tx.commit(consumer, event);
      return [inserted, rowCount];
    });
    expect(value).toEqual([[{ id: 7 }], 1]);
    expect(
      appends.map(({ topic, batches }) => [topic, ...batches.map((b) => [b.partition, b.baseOffset, b.count])]),
    ).toEqual([
      ['b', [1, 0, 1]],
      ['a', [0, 1, 1], [1, 0, 1]],
      ['a', [0, 2, 1]],
    ]);
    expect([appends[1]?.offset(0), appends[1]?.offset(1), appends[2]?.offset(0)]).toEqual([1, 0, 2]);
    expect([await log.values('a'), await log.values('a', 1), await log.values('b', 1)]).toEqual([
      ['0', '1', '3'],
      ['2'],
      ['x'],
    ]);
    expect(await log.rows()).toEqual([7]);
    expect(
      (await engine.groups.describe(group))?.partitions.find(
        ({ topic, partition }) => topic === 'a' && partition === 0,
      ),
    ).toMatchObject({ committedOffset: 1 });
    await consumer.return?.();
  });

  it('that throws was never there: no record, no row, no offset, no gap', async () => {
    const { engine } = log;
    await engine.append(one('a', '0'));
    const group = groupName();
    const consumer = await joined(engine, { group, topics: ['a'] });
    const event = await later(consumer, 'RECORDS');
    const failed = engine.transaction(async (tx) => {
      await tx.append(one('a', 'never'));
      await tx.query('insert into done values (1)');
      await tx.commit(consumer, event);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow(/^no$/);
    expect((await engine.append(one('a', '1'))).offset(0)).toBe(1);
    expect(await log.rows()).toEqual([]);
    const { partitions } = (await engine.groups.describe(group)) as NonNullable<
      Awaited<ReturnType<typeof engine.groups.describe>>
    >;
    expect(partitions.map(({ committedOffset }) => committedOffset)).toEqual([null, null]);
    // The consumer still counts what it was given.
    await consumer.commit(event);
    await consumer.return?.();
  });

  it('nothing of it is seen before, and a slow callback keeps no partition from others', async () => {
    const { engine } = log;
    const appended = signal();
    const go = signal();
    const slow = engine.transaction(async (tx) => {
      await tx.query('insert into done values (1)');
      await tx.append(one('a', 'late'));
      appended.fire();
      await go.fired;
    });
    await appended.fired;
    for (let i = 0; i < 3; i++) await within(engine.append(one('a', `${i}`)), 'an append beside a transaction');
    await within(log.roll('a'), 'a roll beside a transaction');
    expect(await log.rows()).toEqual([]);
    go.fire();
    expect((await slow).appends[0]?.offset(0)).toBe(3);
    expect(await log.values('a')).toEqual(['0', '1', '2', 'late']);
  });

  it('wakes readers here and on other nodes', async () => {
    const other = await log.test.node();
    const readers = [log.engine, other].map((engine) =>
      engine.read({ topics: ['a', 'b'], from: { edge: 'EARLIEST' } }),
    );
    const taken = readers.map((reader) => take(reader, 2));
    await log.engine.append(one('a', '0'));
    await log.engine.transaction((tx) => tx.append(one('b', '1')));
    for (const records of taken) expect(valuesOf(await records).sort()).toEqual(['0', '1']);
    await Promise.all(readers.map((reader) => reader.return?.()));
  });

  it('calls that are not awaited belong to it, in their order; with nothing in it it gives what its callback gave', async () => {
    expect(await log.engine.transaction(() => 5)).toEqual({ value: 5, appends: [] });
    const { appends } = await log.engine.transaction(async ({ append }) => {
      // Not awaited: they belong to it all the same, in their order.
      void append(one('a', '0'));
      void append(one('a', '1'));
    });
    expect(appends.map((append) => append.offset(0))).toEqual([0, 1]);
  });
});
