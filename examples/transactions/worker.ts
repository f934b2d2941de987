// Consumes orders, and for each batch writes invoices and a customer's total in the same commit that says how far it is. Killed at any
// moment it leaves an order either done or not begun: what it wrote, the total and the offset are there together.
import { readFileSync } from 'node:fs';
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';

const url = process.env.DATABASE_URL ?? readFileSync('.millrace/database-url', 'utf8').trim();
const database = await openDatabase({ url });
const engine = await createEngine({ database, node: { role: 'invoices' } });

const stop = new AbortController();
process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());

const consumer = engine.consumer({
  group: 'invoices',
  topics: ['orders'],
  maxRecords: 10,
  // A worker that is killed keeps its partitions for so long.
  sessionTimeoutMs: 6_000,
  signal: stop.signal,
});
for await (const event of consumer) {
  if (event.kind !== 'RECORDS') continue;
  const orders = Array.from(event.batch, ({ value }) => JSON.parse(Buffer.from(value ?? []).toString()));
  try {
    await engine.transaction(async (tx) => {
      await tx.append({
        topic: 'invoices',
        records: orders.map(({ order, customer, amount }) => ({
          key: Buffer.from(customer),
          value: Buffer.from(JSON.stringify({ invoice: order, amount })),
        })),
      });
      for (const { customer, amount } of orders) {
        await tx.query(
          `insert into totals (customer, amount) values ($1, $2)
           on conflict (customer) do update set amount = totals.amount + excluded.amount`,
          [customer, amount],
        );
      }
      await tx.commit(consumer, event);
    });
    console.log(`${orders.length} orders`);
  } catch (error) {
    // Nothing of it is there: whoever has the partition now gets the orders again. Where the outcome is unknown the committed offset
    // tells, and a worker that begins anew starts from it.
    console.error(String(error));
    break;
  }
}
await engine.close();
await database.close();
