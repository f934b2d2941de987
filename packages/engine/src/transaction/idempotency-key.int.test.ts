import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { signal, until, within } from '../testing/wait.ts';
import type { Transaction } from './transaction.ts';
import { forgetKeys } from './transaction-keys.ts';

const log = transactionLog();
const insert = (id: number) => async (tx: Transaction) => {
  await tx.query('insert into done values ($1)', [id]);
  await tx.append(one('a', String(id)));
};

describe('L35: an idempotency key', () => {
  it('is committed with its transaction, and refuses another one of the same key', async () => {
    const { engine } = log;
    await expect(
      engine.transaction(
        async (tx) => {
          await insert(1)(tx);
          throw new Error('no');
        },
        { idempotencyKey: 'order 1' },
      ),
    ).rejects.toThrow('no');
    await engine.transaction(insert(1), { idempotencyKey: 'order 1' });
    const other = await log.test.node();
    for (const node of [engine, other]) {
      await expect(node.transaction(insert(2), { idempotencyKey: 'order 1' })).rejects.toEqual(
        refusal('DUPLICATE_TRANSACTION', /nothing is left to do/),
      );
      await expect(
        node.transaction((tx) => tx.append(one('a', 'again')), { idempotencyKey: 'order 1' }),
      ).rejects.toEqual(refusal('DUPLICATE_TRANSACTION'));
    }
    await engine.transaction(insert(2), { idempotencyKey: 'order 2' });
    expect([await log.values('a'), await log.rows()]).toEqual([
      ['1', '2'],
      [1, 2],
    ]);
  });

  it('of many at a time lets one through', async () => {
    const other = await log.test.node();
    const all = Array.from({ length: 10 }, (_, i) =>
      (i % 2 === 0 ? log.engine : other).transaction((tx) => tx.append(one('a', 'x')), { idempotencyKey: 'one' }),
    );
    const outcomes = await within(Promise.allSettled(all), 'all of them');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refusal('DUPLICATE_TRANSACTION'));
    }
    expect(await log.values('a')).toEqual(['x']);
  });

  it('makes a transaction whose end was not heard safe to do again', async () => {
    const { pool } = log.test.database;
    const blocker = await log.test.database.connect({ idle_in_transaction_session_timeout: 0 });
    const options = { idempotencyKey: 'order 7' };
    try {
      const { rows } = await pool.query('select max(id) as id from millrace.segments');
      await blocker.query(`begin; lock table millrace_segments.s${rows[0].id} in exclusive mode`);
      const work = (tx: Transaction) => tx.append(one('b', '7'));
      const lost = log.engine.transaction(work, options);
      const refused = expect(lost).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME', retriable: true });
      await until('the commit to wait', async () => {
        const ended = await pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return (ended.rowCount ?? 0) > 0;
      });
      await blocker.query('rollback');
      await within(refused, 'the refusal');
      await log.engine.transaction(work, options);
      await expect(log.engine.transaction(work, options)).rejects.toEqual(refusal('DUPLICATE_TRANSACTION'));
    } finally {
      await blocker.end();
    }
    expect(await log.values('b')).toEqual(['7']);
  });

  it('of a caller’s own unique violation is no duplicate', async () => {
    await log.engine.transaction(insert(1), { idempotencyKey: 'x' });
    await expect(log.engine.transaction(insert(1), { idempotencyKey: 'y' })).rejects.toMatchObject({ code: '23505' });
  });

  it('is forgotten after its time, and not what is being written', async () => {
    const { engine } = log;
    const { pool } = log.test.database;
    const signalled = new AbortController().signal;
    for (const key of ['old', 'new']) await engine.transaction(() => 1, { idempotencyKey: key });
    await pool.query(`update millrace.transaction_keys set committed_at = committed_at - 1000000 where key = 'old'`);
    expect(await forgetKeys(pool, 500_000, signalled)).toBe(1);
    await engine.transaction(() => 1, { idempotencyKey: 'old' });
    await expect(engine.transaction(() => 1, { idempotencyKey: 'new' })).rejects.toEqual(
      refusal('DUPLICATE_TRANSACTION'),
    );
  });

  it.each(['', 'x'.repeat(250), 'a\u0000b', '\ud800'])('%j is none', async (idempotencyKey) => {
    const ran = signal();
    const refused = log.engine.transaction(() => ran.fire(), { idempotencyKey });
    await expect(refused).rejects.toEqual(refusal('INVALID_INPUT', /idempotency key/));
  });
});
