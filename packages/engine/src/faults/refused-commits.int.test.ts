import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { segmentsOf } from '../testing/segments.ts';
import { one, transactionLog } from '../testing/transaction-log.ts';

const log = transactionLog();
const attemptsOfAll = 3;

const sql = (text: string) => log.test.database.pool.query(text);

/** What `body` does at each attempt to insert into the open segment of `a`; `attempt` counts them, whatever becomes of them. */
async function atEachAttempt(body: string): Promise<void> {
  const [segment] = await segmentsOf(log.test.database, 'a');
  await sql(`
    create sequence public.attempts;
    create table public.told (name text, setting text);
    create function public.at_attempt() returns trigger language plpgsql as $$
    declare attempt bigint := nextval('public.attempts');
    begin
      ${body}
      return null;
    end $$;
    create trigger at_attempt after insert on millrace_segments.s${segment} for each statement execute function public.at_attempt()`);
}

const refuseFirst = (state: string) =>
  atEachAttempt(`if attempt < ${attemptsOfAll} then raise exception using errcode = '${state}'; end if;`);

const attempts = async () => Number((await sql('select last_value from public.attempts')).rows[0].last_value);

const states = ['40P01', '25P03', '25P04'];

describe('L9: calls of a flush', () => {
  it.each(states)('go again where Postgres ended its transaction with %s, and are appended once', async (state) => {
    await refuseFirst(state);
    const results = await Promise.all(['x', 'y'].map((value) => log.engine.append(one('a', value))));
    expect(results.map((result) => result.offset(0))).toEqual([0, 1]);
    expect([await log.values('a'), await attempts()]).toEqual([['x', 'y'], attemptsOfAll]);
  });
});

describe('L33: a transaction', () => {
  it.each(states)(
    'without SQL goes again where Postgres ended it with %s, and its callback does not',
    async (state) => {
      await refuseFirst(state);
      let runs = 0;
      await log.engine.transaction(async (tx) => {
        runs += 1;
        await tx.append(one('a', 'x'));
      });
      expect([runs, await log.values('a'), await attempts()]).toEqual([1, ['x'], attemptsOfAll]);
    },
  );

  it('with SQL goes again from its savepoint where it was the one that a deadlock ended', async () => {
    await refuseFirst('40P01');
    let runs = 0;
    await log.engine.transaction(async (tx) => {
      runs += 1;
      await tx.query('insert into done values (1)');
      await tx.append(one('a', 'x'));
    });
    expect([runs, await log.rows(), await log.values('a'), await attempts()]).toEqual([1, [1], ['x'], attemptsOfAll]);
  });

  it.each([
    ['25P03', /sent no statement for 61000 ms/],
    ['25P04', /not ready to commit within 60000 ms/],
  ])(
    'with SQL is TRANSACTION_TIMEOUT where Postgres ended it with %s, and nothing of it is there',
    async (state, why) => {
      await refuseFirst(state);
      const ended = log.engine.transaction(async (tx) => {
        await tx.query('insert into done values (1)');
        await tx.append(one('a', 'x'));
      });
      await expect(ended).rejects.toEqual(refusal('TRANSACTION_TIMEOUT', why));
      expect([await log.rows(), await log.values('a'), await attempts()]).toEqual([[], [], 1]);
    },
  );
});

describe('L9: a session that holds partitions', () => {
  beforeEach(() =>
    atEachAttempt(`insert into public.told select name, setting from pg_settings where name in
      ('lock_timeout', 'idle_in_transaction_session_timeout', 'tcp_user_timeout', 'transaction_timeout');`),
  );

  it.each([
    ['a lane’s', () => log.engine.append(one('a', 'x'))],
    ['a transaction’s', () => log.engine.transaction((tx) => tx.append(one('a', 'x')))],
    [
      'a transaction’s, behind a caller’s SQL',
      () =>
        log.engine.transaction(async (tx) => {
          await tx.query('select');
          await tx.append(one('a', 'x'));
        }),
    ],
  ])('waits for nobody for long, and is not waited for: %s', async (_, append) => {
    await append();
    const { rows } = await sql('select name, setting from public.told');
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      lock_timeout: '500',
      idle_in_transaction_session_timeout: '2500',
      tcp_user_timeout: '5000',
      ...(log.test.database.serverVersion >= 170_000 ? { transaction_timeout: '10000' } : {}),
    });
  });
});
