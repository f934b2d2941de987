import { expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { raiseLogEpoch } from '../epoch/raise-log-epoch.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';

const log = transactionLog();

it('L32: a log epoch that rises between two appends of a transaction keeps neither from being appended, nor its SQL from being done', async () => {
  const { engine, test } = log;
  await engine.transaction(async (tx) => {
    await tx.query('insert into done values (1)');
    await tx.append(one('a', 'x'));
    const session = await test.database.connect();
    await raiseLogEpoch(session, { byHand: true, reason: 'test', known: 0 });
    await session.end();
    // The node hears of it by its own way; this one knows at once.
    await test.engine.topics.update({ name: 'b', config: { segmentMs: 60_000 } });
    await tx.append(one('b', 'y'));
  });
  expect([await log.values('a'), await log.values('b'), await log.rows()]).toEqual([['x'], ['y'], [1]]);
});

it('L33: one that fails in the commit itself, as by a deferred constraint that waits for a lock, is said to, and nothing of it is there', async () => {
  const { engine, test } = log;
  await test.database.pool.query(`
    create function refuse() returns trigger language plpgsql as $$
    begin
      raise lock_not_available using message = 'somebody holds the row';
    end $$;
    create constraint trigger refuse after insert on done deferrable initially deferred for each row execute function refuse()`);
  const failed = engine.transaction(async (tx) => {
    await tx.append(one('a', 'x'));
    await tx.query('insert into done values (1)');
  });
  await expect(failed).rejects.toEqual(refusal('TRANSACTION_ENDED', /in its commit.*do it again/));
  expect([await log.values('a'), await log.rows()]).toEqual([[], []]);
  await engine.transaction((tx) => tx.append(one('a', 'y')));
  expect(await log.values('a')).toEqual(['y']);
});
