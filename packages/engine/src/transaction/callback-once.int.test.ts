import { MillraceError } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { groupName, joined, later } from '../testing/consuming.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { within } from '../testing/wait.ts';

const log = transactionLog();

describe('L33: a callback runs once', () => {
  it('and what it did by SQL stays where the append meets a roll', async () => {
    let runs = 0;
    const { appends } = await log.engine.transaction(async (tx) => {
      runs += 1;
      await tx.query('insert into done values (1)');
      await tx.append(one('a', 'x'));
      await log.roll('a');
    });
    expect([runs, appends[0]?.offset(0), await log.rows(), await log.values('a')]).toEqual([1, 0, [1], ['x']]);
  });

  it('waits for a partition that is held, and lets go of the others meanwhile', async () => {
    const holder = await log.test.database.connect({ idle_in_transaction_session_timeout: 0 });
    try {
      const { rows: ids } = await holder.query(
        `select p.id from millrace.partitions p join millrace.topics t on t.id = p.topic_id where t.name = 'b' and p.index = 1`,
      );
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock(millrace.partition_lock(), $1)', [ids[0].id]);
      let runs = 0;
      const waiting = log.engine.transaction(async (tx) => {
        runs += 1;
        await tx.query('insert into done values (1)');
        await tx.append(one('a', 'x'));
        await tx.append(one('b', 'y', 1));
      });
      for (let i = 0; i < 10; i++) await within(log.engine.append(one('a', `${i}`)), 'the partition that is free');
      await holder.query('rollback');
      await within(waiting, 'the transaction');
      expect([runs, await log.rows(), await log.values('b', 1)]).toEqual([1, [1], ['y']]);
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock(millrace.partition_lock(), $1)', [ids[0].id]);
      await expect(log.engine.transaction((tx) => tx.append(one('b', 'z', 1)), { timeoutMs: 1_500 })).rejects.toEqual(
        refusal('PARTITION_BUSY'),
      );
    } finally {
      await holder.end();
    }
    expect(await log.values('b', 1)).toEqual(['y']);
  });

  it('a statement that fails fails it; a savepoint of the caller’s takes it back', async () => {
    const { engine } = log;
    await expect(engine.transaction((tx) => tx.query('select 1/0'))).rejects.toMatchObject({ code: '22012' });
    const swallowed = engine.transaction(async (tx) => {
      await tx.append(one('a', 'never'));
      await tx.query('select 1/0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toEqual(refusal('TRANSACTION_ENDED', /savepoint/));
    await engine.transaction(async (tx) => {
      await tx.append(one('a', '0'));
      await tx.query('savepoint mine');
      await tx.query('select 1/0').catch(() => undefined);
      await tx.query('rollback to savepoint mine');
      await tx.query('insert into done values (2)');
    });
    expect([await log.values('a'), await log.rows()]).toEqual([['0'], [2]]);
  });

  it('a constraint that speaks at the commit fails it', async () => {
    await log.test.database.pool.query(
      'alter table done add constraint late unique (note) deferrable initially deferred',
    );
    const failed = log.engine.transaction(async (tx) => {
      await tx.append(one('a', 'never'));
      await tx.query(`insert into done values (1, 'x'), (2, 'x')`);
    });
    await expect(failed).rejects.toMatchObject({ code: '23505' });
    expect([await log.values('a'), await log.rows()]).toEqual([[], []]);
  });

  it.each(['commit', 'rollback', 'commit; begin', 'rollback and chain'])('%s in it is refused', async (sql) => {
    const failed = log.engine.transaction(async (tx) => {
      await tx.append(one('a', 'never'));
      await tx.query(sql);
    });
    await expect(failed).rejects.toEqual(refusal('TRANSACTION_ENDED', /Leave begin, commit and rollback/));
    expect(await log.values('a')).toEqual([]);
  });

  it('a refused append or commit fails it, caught or not', async () => {
    const { engine } = log;
    for (const input of [one('nowhere', 'x'), one('a', 'x', 9), { topic: 'a', records: [] }]) {
      const failed = engine.transaction(async (tx) => {
        await tx.append(one('b', 'never'));
        await tx.append(input).catch(() => undefined);
      });
      await expect(failed).rejects.toBeInstanceOf(MillraceError);
    }
    await expect(
      engine.transaction((tx) => tx.commit(engine.consumer({ group: 'g', topics: ['a'] }), [])),
    ).rejects.toEqual(refusal('INVALID_INPUT', /begun to read/));
    const offsets = [{ topic: 'a', partition: 0, nextOffset: 0 }];
    const commit = { group: 'g', memberId: '00000000-0000-0000-0000-000000000000', generation: 1, offsets };
    await expect(engine.transaction((tx) => tx.commitOffsets(commit))).rejects.toEqual(refusal('GROUP_NOT_FOUND'));
    expect(await log.values('b')).toEqual([]);
  });

  it('a topic deleted meanwhile: TOPIC_NOT_FOUND, and nothing of it is there', async () => {
    const failed = log.engine.transaction(async (tx) => {
      await tx.append(one('a', 'x'));
      await tx.append(one('b', 'never'));
      await log.engine.topics.delete('a');
    });
    await expect(failed).rejects.toEqual(refusal('TOPIC_NOT_FOUND'));
    expect(await log.values('b')).toEqual([]);
  });

  it('offsets go again where their table was rolled; what moved is FENCED_MEMBER', async () => {
    const { engine } = log;
    await engine.append(one('a', '0'));
    const group = groupName();
    const consumer = await joined(engine, { group, topics: ['a'] });
    const event = await later(consumer, 'RECORDS');
    const rollOffsets = () =>
      log.test.database.pool.query(
        `select millrace.roll_offset_table((select id from millrace.offset_tables where sealed_at is null))`,
      );
    await engine.transaction((tx) => tx.commit(consumer, event));
    await rollOffsets();
    await engine.transaction(async (tx) => {
      await tx.query('insert into done values (1)');
      await tx.commit(consumer, event);
    });
    const generation = event.generation;
    const memberId = event.memberId;
    const fenced = engine.transaction(async (tx) => {
      await tx.append(one('b', 'never'));
      await tx.commitOffsets({ group, memberId, generation, offsets: [{ topic: 'a', partition: 0, nextOffset: 1 }] });
      await log.test.database.pool.query(`update millrace.group_partitions set owner = gen_random_uuid()`);
    });
    await expect(fenced).rejects.toEqual(refusal('FENCED_MEMBER'));
    expect([await log.values('b'), await log.rows()]).toEqual([[], [1]]);
    await consumer.return?.();
  });
});
