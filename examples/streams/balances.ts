// Starts the worker that books deposits in a table of its own, and kills it with -9 in the middle, twice: in the end every deposit is booked
// and has its receipt, once.
import { deepEqual, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Example } from './example.ts';

const kills = 2;
const deposits = Array.from({ length: 1_500 }, (_, id) => ({ id, account: `account ${id % 20}`, cents: (id % 9) + 1 }));
const sum = deposits.reduce((cents, deposit) => cents + deposit.cents, 0);

const example = await Example.open('balances', ['deposits', 'receipts']);
const bank = new pg.Client(example.databaseUrl);
await bank.connect();
await bank.query(`create schema if not exists example_bank;
  create table if not exists example_bank.balances (account text primary key, cents bigint not null);
  truncate example_bank.balances`);
const booked = async () => {
  const { rows } = await bank.query('select coalesce(sum(cents), 0)::int as cents from example_bank.balances');
  return rows[0].cents as number;
};

function startWorker() {
  const program = fileURLToPath(new URL('./balances-worker.js', import.meta.url));
  const env = { ...process.env, DATABASE_URL: example.databaseUrl };
  const worker = spawn(process.execPath, [program], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  // Should this program fail, it leaves nothing behind.
  process.once('exit', () => worker.kill('SIGKILL'));
  return worker;
}

await example.produce(
  'deposits',
  deposits.map(({ id, account, cents }) => ({ key: account, value: { id, cents } })),
);
for (let kill = 1; kill <= kills; kill++) {
  const before = await booked();
  const worker = startWorker();
  await example.until('the worker to get on', async () => (await booked()) > before);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  const now = await booked();
  ok(now < sum, 'The worker was done before it was killed.');
  console.log(`killed with -9 while it worked: ${kill} of ${kills}`);
}
const worker = startWorker();
await example.until('all deposits to be booked', async () => (await booked()) >= sum);
worker.kill('SIGTERM');
await once(worker, 'exit');

const receipts = await example.records<{ receipt: string }>('receipts');
deepEqual(new Set(receipts.map(({ value }) => value.receipt)).size, deposits.length);
deepEqual([receipts.length, await booked()], [deposits.length, sum]);
console.log(
  `${deposits.length} deposits: ${receipts.length} receipts, ${sum} cents paid in and ${await booked()} booked`,
);

await bank.end();
await example.close();
