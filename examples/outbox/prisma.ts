// An order and its event in one transaction, with Prisma.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';
import { createTable, createTopic, databaseUrl, printTopic } from './shop.ts';

await createTopic();
const client = new pg.Client(databaseUrl);
await client.connect();
await createTable(client);
await client.end();

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }, { schema: 'shop' }) });

async function placeOrder(customer: string, total: number, refuse?: (id: number) => void): Promise<number> {
  return prisma.$transaction(async (tx) => {
    const order = await tx.order.create({ data: { customer, total } });
    await tx.$queryRaw`select millrace.produce('orders', ${String(order.id)}, ${JSON.stringify(order)}::json)`;
    refuse?.(order.id);
    return order.id;
  });
}

const committed = await placeOrder('ada', 12);
console.log(`committed: ${committed}`);

await placeOrder('bob', 99, (id) => {
  throw new Error(`rolled back: ${id}`);
}).catch((error: Error) => console.log(error.message));

await prisma.$disconnect();
await printTopic(committed);
