import { silentLogger } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { record } from '../testing/records.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { signal, until, within } from '../testing/wait.ts';
import type { Transaction } from './transaction.ts';

const log = transactionLog();

describe('L34: a transaction ends', () => {
  it('by its time, also where its callback never settles, or sits in a statement', async () => {
    const { engine } = log;
    const ended = signal<unknown>();
    const never = engine.transaction(
      async (tx) => {
        tx.signal.addEventListener('abort', () => ended.fire(tx.signal.reason));
        await tx.query('insert into done values (1)');
        await new Promise(() => {});
      },
      { timeoutMs: 200 },
    );
    await expect(within(never, 'the end')).rejects.toEqual(refusal('TRANSACTION_TIMEOUT', /200 ms/));
    expect(await ended.fired).toEqual(refusal('TRANSACTION_TIMEOUT'));
    const asleep = engine.transaction((tx) => tx.query('select pg_sleep(60)'), { timeoutMs: 200 });
    await expect(within(asleep, 'the end')).rejects.toEqual(refusal('TRANSACTION_TIMEOUT'));
    expect(await log.rows()).toEqual([]);
    // Its sessions are to be had again.
    for (let i = 2; i < 12; i++) await engine.transaction((tx) => tx.query('insert into done values ($1)', [i]));
  });

  it('by the server, where it stands still between its statements', async () => {
    const stoodStill = log.engine.transaction(
      async (tx) => {
        const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        const isThere = 'select from pg_stat_activity where pid = $1';
        await until('it to be ended', async () => {
          const { rowCount } = await log.engine.query(isThere, [rows[0]?.pid]);
          return rowCount === 0;
        });
        await tx.query('insert into done values (1)');
      },
      { idleTimeoutMs: 100 },
    );
    await expect(stoodStill).rejects.toEqual(refusal('TRANSACTION_TIMEOUT', /no statement for 100 ms/));
    expect(await log.rows()).toEqual([]);
  });

  it('not by the engine’s own rest between two attempts to commit', async () => {
    let attempts = 0;
    const isHeld = signal();
    const warn = (fields: object) => {
      if ('failure' in fields && fields.failure === 'held') attempts += 1;
      if (attempts === 3) isHeld.fire();
    };
    const node = await log.test.node({ logger: { ...silentLogger, warn } });
    const holder = await log.test.database.connect({ idle_in_transaction_session_timeout: 0 });
    try {
      await holder.query('begin; select pg_advisory_xact_lock(millrace.partition_lock(), id) from millrace.partitions');
      const committed = node.transaction(
        async (tx) => {
          await tx.query('insert into done values (1)');
          await tx.append(one('a', 'x'));
        },
        { idleTimeoutMs: 100 },
      );
      await within(Promise.race([isHeld.fired, committed]), 'attempts');
      await holder.query('rollback');
      await committed;
    } finally {
      await holder.end();
    }
    expect([await log.rows(), await log.values('a')]).toEqual([[1], ['x']]);
  });

  it('by timeoutMs, however long it may stand still', async () => {
    await log.engine.transaction((tx) => tx.query('insert into done values (1)'), {
      timeoutMs: 1_000,
      idleTimeoutMs: 2_500,
    });
    expect(await log.rows()).toEqual([1]);
  });

  it('with what it did not await: a statement that fails fails it, and nothing else of the process', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', hear);
    const refused = log.engine.transaction(async (tx) => {
      void tx.query('select 1 / 0');
      await tx.append(one('a', 'x'));
    });
    await expect(refused).rejects.toEqual(refusal('TRANSACTION_ENDED', /A statement of the transaction failed/));
    const cut = log.engine.transaction((tx) => void tx.query('select pg_sleep(60)'), { timeoutMs: 200 });
    await expect(cut).rejects.toEqual(refusal('TRANSACTION_TIMEOUT'));
    let kept: Transaction | undefined;
    await log.engine.transaction((tx) => {
      kept = tx;
    });
    void kept?.query('select');
    // Node tells of it before the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', hear);
    expect(unhandled).toEqual([]);
    expect(await log.values('a')).toEqual([]);
  });

  it('by its caller’s signal', async () => {
    const abort = new AbortController();
    const aborted = log.engine.transaction(
      async (tx) => {
        await tx.query('insert into done values (1)');
        abort.abort(new Error('enough'));
        await tx.query('select').catch(() => undefined);
      },
      { signal: abort.signal },
    );
    await expect(aborted).rejects.toThrow('enough');
    await expect(log.engine.transaction(() => 1, { signal: abort.signal })).rejects.toThrow('enough');
    expect(await log.rows()).toEqual([]);
  });

  it('and is not to be used afterwards', async () => {
    let kept: Transaction | undefined;
    await log.engine.transaction((tx) => {
      kept = tx;
    });
    const tx = kept as Transaction;
    for (const late of [
      tx.append(one('a', 'x')),
      tx.query('select'),
      tx.commitOffsets({} as never),
      tx.commit({} as never, []),
    ]) {
      await expect(late).rejects.toEqual(refusal('TRANSACTION_ENDED', /await everything/));
    }
    expect(await log.values('a')).toEqual([]);
  });

  it('one within another is one of its own', async () => {
    const outer = log.engine.transaction(async (tx) => {
      await tx.append(one('a', 'outer'));
      await tx.query('insert into done values (1)');
      await log.engine.transaction(async (inner) => {
        await inner.append(one('a', 'inner'));
        await inner.query('insert into done values (2)');
      });
      throw new Error('outer');
    });
    await expect(outer).rejects.toThrow('outer');
    expect([await log.values('a'), await log.rows()]).toEqual([['inner'], [2]]);
  });

  it('and gives back a session that was still on its way', async () => {
    const engine = await log.test.node({ limits: { transactionSessions: 1 } });
    for (let i = 0; i < 3; i++) {
      const thrown = engine.transaction((tx) => {
        void tx.query('insert into done values (1)').catch(() => undefined);
        throw new Error('at once');
      });
      await expect(thrown).rejects.toThrow('at once');
    }
    await within(
      engine.transaction((tx) => tx.query('insert into done values (2)')),
      'the one session',
    );
    expect(await log.rows()).toEqual([2]);
    await engine.close();
  });

  it('within its limits, each with its name', async () => {
    const engine = await log.test.node({
      limits: {
        maxTransactionRecords: 3,
        maxTransactionBytes: 100,
        maxTransactionsBytes: 150,
        maxTransactionPartitions: 1,
        maxTransactions: 2,
        transactionSessions: 1,
        transactionTimeoutMs: 20_000,
      },
    });
    const many = (count: number, bytes = 1) => ({
      topic: 'a',
      records: Array.from({ length: count }, () => record(null, 'x'.repeat(bytes), { partition: 0 })),
    });
    await expect(engine.transaction((tx) => tx.append(many(4)))).rejects.toEqual(refusal('TOO_MANY_RECORDS'));
    await expect(engine.transaction((tx) => tx.append(many(1, 101)))).rejects.toEqual(refusal('CALL_TOO_LARGE'));
    const wide = engine.transaction(async (tx) => {
      for (const partition of [0, 0, 1]) await tx.append(one('a', 'x', partition));
    });
    await expect(wide).rejects.toEqual(refusal('LIMIT_EXCEEDED', /1 partitions/));
    for (const timeoutMs of [0, 20_001, 1.5]) {
      await expect(engine.transaction(() => 1, { timeoutMs })).rejects.toEqual(refusal('INVALID_INPUT', /timeoutMs/));
    }
    for (const idleTimeoutMs of [99, 1_000.5]) {
      await expect(engine.transaction(() => 1, { idleTimeoutMs })).rejects.toEqual(
        refusal('INVALID_INPUT', /idleTimeoutMs/),
      );
    }
    const go = signal();
    const held = signal();
    const first = engine.transaction(async (tx) => {
      await tx.query('select');
      await tx.append(many(1, 90));
      held.fire();
      await go.fired;
    });
    await held.fired;
    await expect(engine.transaction((tx) => tx.append(many(1, 90)))).rejects.toEqual(refusal('QUEUE_FULL', /bytes/));
    // The one session is taken: it waits, as long as it may.
    await expect(engine.transaction((tx) => tx.query('select'), { timeoutMs: 100 })).rejects.toEqual(
      refusal('TRANSACTION_TIMEOUT'),
    );
    const second = engine.transaction((tx) => tx.query('select'));
    await expect(engine.transaction(() => 1)).rejects.toEqual(refusal('QUEUE_FULL', /2 transactions/));
    go.fire();
    await Promise.all([first, second]);
    expect((await engine.transaction((tx) => tx.append(many(1, 90)))).appends).toHaveLength(1);
  });

  it('with its node: what is in its callback is rolled back, what commits is done', async () => {
    const node = await log.test.node();
    const begun = signal();
    const open = node.transaction(async (tx) => {
      await tx.query('insert into done values (1)');
      begun.fire();
      await new Promise(() => {});
    });
    await begun.fired;
    const closed = node.close();
    await expect(within(open, 'the end')).rejects.toEqual(refusal('SHUTTING_DOWN'));
    await within(closed, 'the node to close');
    await expect(node.transaction(() => 1)).rejects.toEqual(refusal('SHUTTING_DOWN'));
    expect(await log.rows()).toEqual([]);
  });

  it('and leaves its session as it was', async () => {
    const engine = await log.test.node({ limits: { transactionSessions: 1 } });
    const pid = async () =>
      (await engine.transaction((tx) => tx.query<{ pid: number }>('select pg_backend_pid() as pid'))).value.rows[0]
        ?.pid;
    const before = await pid();
    await engine.transaction(async (tx) => {
      await tx.query('create temp table mine (id integer)');
      await tx.query('set search_path = pg_catalog');
      await tx.query('select pg_advisory_lock(4711)');
      await tx.query('set lock_timeout = 0');
    });
    const { value } = await engine.transaction((tx) =>
      tx.query(`select to_regclass('pg_temp.mine') as mine, current_setting('search_path') as path,
        (select count(*)::int from pg_locks where locktype = 'advisory' and objid = 4711) as locks,
        current_setting('statement_timeout') as statement_timeout`),
    );
    expect(value.rows).toEqual([{ mine: null, path: '"$user", public', locks: 0, statement_timeout: '0' }]);
    expect(await pid()).toBe(before);
    // What cannot be taken back costs the session.
    await engine.transaction((tx) => tx.query('prepare mine as select 1'));
    await expect(engine.transaction((tx) => tx.query('deallocate all'))).rejects.toEqual(refusal('TRANSACTION_ENDED'));
    expect((await engine.transaction((tx) => tx.append(one('a', 'x')))).appends[0]?.offset(0)).toBe(0);
    expect(await pid()).not.toBe(before);
  });
});
