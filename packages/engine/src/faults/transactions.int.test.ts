import { afterEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { random } from '../testing/random.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { startTransactionProcess, type TransactionProcess } from '../testing/transaction-process.ts';
import { until, within } from '../testing/wait.ts';

const log = transactionLog();
const processes: TransactionProcess[] = [];

afterEach(() => {
  for (const { child } of processes.splice(0)) child.kill('SIGKILL');
});

function start(what: 'go on' | 'hold a row', timeoutMs = 1_500): TransactionProcess {
  const started = startTransactionProcess({ url: log.test.test.url, what, timeoutMs });
  processes.push(started);
  return started;
}

/** Ends the session that a transaction of this test runs in. */
const endSession = (pid: number) => log.test.database.pool.query('select pg_terminate_backend($1)', [pid]);

/** The same ids in both topics and in the table: each transaction is there once, or not at all. */
async function verifyWhole(): Promise<number> {
  const ids = (await log.rows()).filter((id) => id > 0);
  const inTopic = async (topic: string, partition: number) =>
    (await log.values(topic, partition)).filter((value) => value !== 'own').map(Number);
  expect([await inTopic('a', 0), await inTopic('b', 1)]).toEqual([ids, ids]);
  return ids.length;
}

describe('L32: a session that is lost', () => {
  it('in the callback: POSTGRES_UNAVAILABLE, nothing is there, and the next transaction has another one', async () => {
    const lost = log.engine.transaction(async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('insert into done values (1) returning pg_backend_pid() as pid');
      await tx.append(one('a', '1'));
      await endSession(rows[0]?.pid as number);
      await expect(tx.query('select')).rejects.toEqual(refusal('POSTGRES_UNAVAILABLE'));
    });
    await expect(lost).rejects.toEqual(refusal('POSTGRES_UNAVAILABLE', /nothing of it is there/));
    await log.engine.transaction((tx) => tx.query('insert into done values (1)'));
    expect([await log.values('a'), await log.rows()]).toEqual([[], [1]]);
  });

  it('in the commit: UNKNOWN_OUTCOME, not to be tried again blindly; here nothing is there', async () => {
    const { pool } = log.test.database;
    const blocker = await log.test.database.connect({ idle_in_transaction_session_timeout: 0 });
    try {
      const { rows } = await pool.query('select max(id) as id from millrace.segments');
      await blocker.query(`begin; lock table millrace_segments.s${rows[0].id} in exclusive mode`);
      const lost = log.engine.transaction(async (tx) => {
        await tx.query('insert into done values (1)');
        await tx.append(one('b', '1', 1));
      });
      const refused = expect(lost).rejects.toMatchObject({ code: 'UNKNOWN_OUTCOME', retriable: false });
      await until('the commit to wait', async () => {
        const ended = await pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return (ended.rowCount ?? 0) > 0;
      });
      await blocker.query('rollback');
      await within(refused, 'the refusal');
    } finally {
      await blocker.end();
    }
    expect([await log.values('b', 1), await log.rows()]).toEqual([[], []]);
  });

  it('while nobody used it: the next transaction does not notice, with statements or without', async () => {
    const { engine } = log;
    const pid = async () =>
      (await engine.transaction((tx) => tx.query<{ pid: number }>('select pg_backend_pid() as pid'))).value.rows[0]
        ?.pid as number;
    await endSession(await pid());
    await engine.transaction((tx) => tx.query('insert into done values (1)'));
    const second = await pid();
    await endSession(second);
    await until('the session to be gone', async () => {
      const { rowCount } = await log.test.database.pool.query('select from pg_stat_activity where pid = $1', [second]);
      return rowCount === 0;
    });
    await engine.transaction((tx) => tx.append(one('a', '1')));
    expect([await log.values('a'), await log.rows()]).toEqual([['1'], [1]]);
  });
});

describe('L34: a node that is frozen (SIGSTOP)', () => {
  it('with a row of the caller’s: the server takes it back when the transaction’s time is over', async () => {
    await log.test.database.pool.query('insert into done values (0)');
    const holder = start('hold a row');
    await holder.said(1);
    holder.child.kill('SIGSTOP');
    // It holds no partition, only what its own statements took.
    await within(log.engine.append(one('a', 'own')), 'its partition');
    const take = () => log.engine.transaction((tx) => tx.query(`update done set note = 'taken' where id = 0`));
    // Who waits for a row gives up after a while.
    await until(
      'its row',
      () =>
        take().then(
          () => true,
          () => false,
        ),
      20_000,
    );
    holder.child.kill('SIGCONT');
    await holder.said(2);
    expect(holder.words).toEqual(['holding', 'TRANSACTION_TIMEOUT']);
    expect(await log.values('a')).toEqual(['own']);
  }, 120_000);

  it('at any moment of its work: others go on within seconds, and each of its transactions is whole', async () => {
    const chance = random(7);
    const worker = start('go on');
    for (let round = 0; round < 3; round++) {
      await worker.said(worker.words.length + 5 + Math.floor(chance() * 20));
      for (let turn = Math.floor(chance() * 200); turn > 0; turn--) await new Promise(setImmediate);
      worker.child.kill('SIGSTOP');
      const own = log.engine.transaction(async (tx) => {
        await tx.append(one('a', 'own'));
        await tx.append(one('b', 'own', 1));
      });
      await within(own, 'the partitions');
      worker.child.kill('SIGCONT');
    }
    await worker.said(worker.words.length + 5);
    worker.child.kill('SIGKILL');
    await until('its sessions to end', async () => {
      const { rowCount } = await log.test.database.pool.query(
        // Those of this process have another name.
        `select from pg_stat_activity where datname = current_database() and application_name = 'millrace'`,
      );
      return rowCount === 0;
    });
    expect(await verifyWhole()).toBeGreaterThan(15);
  }, 120_000);
});
