// An order and its event in one transaction, with node-postgres.
import pg from 'pg';
import { createTable, createTopic, databaseUrl, printTopic } from './shop.ts';

await createTopic();
const client = new pg.Client(databaseUrl);
await client.connect();
await createTable(client);

async function placeOrder(customer: string, total: number): Promise<number> {
  const { rows } = await client.query('insert into shop.orders (customer, total) values ($1, $2) returning id', [
    customer,
    total,
  ]);
  const order = { id: rows[0].id, customer, total };
  // Behind the insert: whoever writes the same row waits for it, so the events of an order are in order too.
  await client.query('select millrace.produce($1, $2, $3, $4)', [
    'orders',
    String(order.id),
    JSON.stringify(order),
    JSON.stringify({ source: 'shop' }),
  ]);
  return order.id;
}

await client.query('begin');
const committed = await placeOrder('ada', 12);
await client.query('commit');
console.log(`committed: ${committed}`);

await client.query('begin');
const rolledBack = await placeOrder('bob', 99);
await client.query('rollback');
console.log(`rolled back: ${rolledBack}`);

await client.end();
await printTopic(committed);
