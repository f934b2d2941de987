// Books deposits in a table of ours, and writes a receipt for each: in the one transaction that says how far the deposits are read. So each
// is booked once, whenever this process dies.
import { readFileSync } from 'node:fs';
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';
import { createStreams, mapValues, onCommit, to } from '@millrace/streams-rx';

interface Deposit {
  readonly id: number;
  readonly cents: number;
}

const url = process.env.DATABASE_URL ?? readFileSync('.millrace/database-url', 'utf8').trim();
const database = await openDatabase({ url });
const engine = await createEngine({ database, node: { role: 'balances' } });

const app = createStreams({
  applicationId: 'balances',
  engine,
  // By this name it has its tasks back at once when it starts again; others take them over when it does not.
  instanceId: 'balances-1',
  // Small, so that there is a middle to die in.
  limits: { maxEpochRecords: 10 },
});

app.stream<string, Deposit>('deposits').pipe(
  onCommit(async (tx, deposits) => {
    await tx.query(
      `insert into example_bank.balances (account, cents)
       select account, sum(cents) from unnest($1::text[], $2::bigint[]) as deposit(account, cents) group by account
       on conflict (account) do update set cents = balances.cents + excluded.cents`,
      [deposits.map(({ key }) => key), deposits.map(({ value }) => value.cents)],
    );
  }),
  mapValues(({ id, cents }) => ({ receipt: `R-${id}`, cents })),
  to('receipts'),
);

process.once('SIGTERM', () => void app.stop());
await app.start();
await app.ended;
await engine.close();
await database.close();
