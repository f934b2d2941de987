// A worker consumes, transforms and produces, and is killed with -9 again and again in the middle of it. Every order has one invoice, and
// the totals agree. Prints what was seen; ends with 1 when it is not what it should be.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';
import { startPlatform } from '@millrace/platform';

const customers = 20;
const orders = 1_500;
const kills = 2;
const waitLimitMs = 90_000;

const dataDirectory = mkdtempSync(join(tmpdir(), 'millrace-example-'));
// As root, Postgres runs as another user, who must get in.
chmodSync(dataDirectory, 0o755);
const platform = await startPlatform({
  console: false,
  settings: { dataDirectory, apiPort: 0, postgresPort: undefined, databaseUrl: undefined },
});
const url = readFileSync(join(dataDirectory, 'database-url'), 'utf8').trim();
const database = await openDatabase({ url });
const engine = await createEngine({ database });

let worker: ChildProcess | undefined;
let wake = () => {};
let batches = 0;

function startWorker(): void {
  const program = fileURLToPath(new URL('./worker.js', import.meta.url));
  worker = spawn(process.execPath, [program], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: worker.stdout as NodeJS.ReadableStream }).on('line', () => {
    batches += 1;
    wake();
  });
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + waitLimitMs;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${waitLimitMs / 1000} s for: ${what}`);
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, 200);
    });
  }
}

async function invoices(): Promise<{ count: number; different: number; amount: number }> {
  const { rows } = await database.pool.query(
    `select count(*)::int as count, count(distinct value_json->>'invoice')::int as different,
       coalesce(sum((value_json->>'amount')::int), 0)::int as amount from millrace_topics.invoices`,
  );
  return rows[0];
}

let failed = false;
try {
  await engine.topics.create({ name: 'orders', partitionCount: 3 });
  await engine.topics.create({ name: 'invoices', partitionCount: 3 });
  await database.pool.query('create table totals (customer text primary key, amount integer not null)');
  const list = Array.from({ length: orders }, (_, i) => ({ order: i, customer: `c${i % customers}`, amount: i % 7 }));
  await engine.append({
    topic: 'orders',
    records: list.map((order) => ({ key: Buffer.from(order.customer), value: Buffer.from(JSON.stringify(order)) })),
  });
  for (let kill = 1; kill <= kills; kill++) {
    const before = batches;
    startWorker();
    await until('the worker to get on', () => batches >= before + 12);
    worker?.kill('SIGKILL');
    console.log(`killed a worker with -9 in the middle of its work: ${kill} of ${kills}`);
  }
  startWorker();
  await until('all orders to have an invoice', async () => (await invoices()).different === orders);
  const { count, different, amount } = await invoices();
  const { rows } = await database.pool.query('select sum(amount)::int as total from totals');
  const expected = list.reduce((sum, order) => sum + order.amount, 0);
  console.log(`${orders} orders: ${count} invoices for ${different} of them`);
  console.log(`amounts: ordered ${expected}, invoiced ${amount}, in the table ${rows[0].total}`);
  failed = count !== orders || amount !== expected || rows[0].total !== expected;
} catch (error) {
  console.error(String(error));
  failed = true;
} finally {
  worker?.kill('SIGKILL');
  await engine.close();
  await database.close();
  await platform.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
