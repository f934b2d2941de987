import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';
import { signal, until, within } from '../testing/wait.ts';
import type { Transaction } from './transaction.ts';

const log = transactionLog();

describe('L35: fencing by transactional id', () => {
  it('a newer epoch refuses the older one, wherever it is in its callback', async () => {
    const { engine } = log;
    const old = await engine.initProducer({ transactionalId: 'billing' });
    await engine.transaction((tx) => tx.append(one('a', '0')), { producer: old });
    const begun = signal();
    const go = signal();
    const fenced = engine.transaction(
      async (tx) => {
        await tx.query('insert into done values (1)');
        await tx.append(one('a', 'never'));
        begun.fire();
        await go.fired;
      },
      { producer: old },
    );
    await begun.fired;
    const next = await within(log.engine.initProducer({ transactionalId: 'billing' }), 'the next epoch');
    expect(next).toEqual({ id: old.id, epoch: old.epoch + 1 });
    await engine.transaction((tx) => tx.append(one('a', '1')), { producer: next });
    go.fire();
    await expect(fenced).rejects.toEqual(refusal('PRODUCER_FENCED'));
    await expect(engine.transaction((tx) => tx.append(one('a', 'never')), { producer: old })).rejects.toEqual(
      refusal('PRODUCER_FENCED'),
    );
    expect([await log.values('a'), await log.rows()]).toEqual([['0', '1'], []]);
  });

  it('one that is not known, or cannot be', async () => {
    const { engine } = log;
    const work = (tx: Transaction) => tx.append(one('a', 'never'));
    await expect(engine.transaction(work, { producer: { id: 12_345, epoch: 0 } })).rejects.toEqual(
      refusal('UNKNOWN_PRODUCER_ID'),
    );
    await expect(engine.transaction(work, { producer: { id: -1, epoch: 0 } })).rejects.toEqual(
      refusal('INVALID_INPUT'),
    );
    expect(await log.values('a')).toEqual([]);
  });

  it('a producer that only does transactions is not forgotten', async () => {
    const { engine } = log;
    const { pool } = log.test.database;
    const week = 7 * 86_400_000;
    const producer = await engine.initProducer({ transactionalId: 'billing' });
    const idle = await engine.initProducer({ transactionalId: 'idle' });
    await pool.query(`update millrace.producers set initialized_at = initialized_at - ${2 * week}`);
    await engine.transaction((tx) => tx.append(one('a', '0')), { producer });
    await until('its use to be noted', async () => {
      const { rowCount } = await pool.query(
        'select from millrace.producers where id = $1 and initialized_at > millrace.now() - $2',
        [producer.id, week],
      );
      return rowCount === 1;
    });
    await pool.query('select millrace.expire_producers($1, $2)', [week, week]);
    await engine.transaction((tx) => tx.append(one('a', '1')), { producer });
    await expect(engine.transaction((tx) => tx.append(one('a', '2')), { producer: idle })).rejects.toEqual(
      refusal('UNKNOWN_PRODUCER_ID'),
    );
  });

  it('a newer epoch waits for the older one that is in its commit', async () => {
    const { engine } = log;
    const { database } = log.test;
    const old = await engine.initProducer({ transactionalId: 'billing' });
    const holder = await database.connect({ idle_in_transaction_session_timeout: 0 });
    // In its commit a trigger of the caller's waits for this.
    await holder.query('begin; select pg_advisory_lock(4712)');
    await database.pool.query(`create function slow() returns trigger language plpgsql as $$ begin
        perform pg_advisory_xact_lock(4712); return null; end $$`);
    await database.pool.query(
      'create constraint trigger slow after insert on done deferrable initially deferred for each row execute function slow()',
    );
    const waits = (count: number) =>
      until('sessions that wait', async () => {
        const { rows: found } = await database.pool.query(
          `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
        );
        return found[0].n >= count;
      });
    const committing = engine.transaction(
      async (tx) => {
        await tx.query('insert into done values (1)');
        await tx.append(one('a', 'x'));
      },
      { producer: old },
    );
    await waits(1);
    const next = engine.initProducer({ transactionalId: 'billing' });
    await waits(2);
    await holder.end();
    await Promise.all([within(committing, 'the older one'), within(next, 'the newer one')]);
    expect([await log.values('a'), await log.rows()]).toEqual([['x'], [1]]);
  });
});
