// Asks a service over HTTP for every record. An epoch waits for what mergeMap has begun, and commits when all of it is there; no transaction is
// open meanwhile. When an epoch is done again, because the process died before its commit, the service is asked again.
import { deepEqual } from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStreams, type StreamRecord, to } from '@millrace/streams-rx';
import { defer, mergeMap, retry } from 'rxjs';
import { Example } from './example.ts';

interface Order {
  readonly sku: string;
  readonly count: number;
}

/** Of one unit, in cents. */
async function priceOf(sku: string): Promise<number> {
  const response = await fetch(`${service}/prices/${encodeURIComponent(sku)}`, { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The price of ${sku} is not to be had: ${response.status}`);
  const { cents } = (await response.json()) as { cents: number };
  return cents;
}

const priced = async (order: StreamRecord<string, Order>) => {
  const { sku, count } = order.value;
  return order.with({ value: { sku, count, total: count * (await priceOf(sku)) } });
};

const example = await Example.open('prices', ['orders', 'priced_orders']);
const app = createStreams({ applicationId: 'prices', engine: example.engine });

app.stream<string, Order>('orders').pipe(
  // Eight at a time, as each comes back; concatMap would keep their order. What fails is tried again here, around the call alone.
  mergeMap((order) => defer(() => priced(order)).pipe(retry({ count: 3, delay: 20 })), 8),
  to('priced_orders'),
);

// The service: each price fails at first.
const asked = new Map<string, number>();
let now = 0;
let most = 0;
const server = createServer(async (request, response) => {
  const sku = decodeURIComponent((request.url ?? '').replace('/prices/', ''));
  const times = (asked.get(sku) ?? 0) + 1;
  asked.set(sku, times);
  now += 1;
  most = Math.max(most, now);
  await new Promise((resolve) => setTimeout(resolve, 5));
  now -= 1;
  response.statusCode = times === 1 ? 503 : 200;
  response.end(JSON.stringify({ cents: 100 + sku.length }));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const service = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

await app.start();

const orders = Array.from({ length: 200 }, (_, i) => ({ sku: `lamp ${'x'.repeat(i % 7)}`, count: 1 + (i % 3) }));
await example.produce(
  'orders',
  orders.map((value, i) => ({ key: `order ${i}`, value })),
);
await example.processed(app);

deepEqual(
  await example.latest('priced_orders'),
  Object.fromEntries(
    orders.map(({ sku, count }, i) => [`order ${i}`, { sku, count, total: count * (100 + sku.length) }]),
  ),
);
deepEqual((await example.records('priced_orders')).length, orders.length);
console.log(
  `${orders.length} orders priced, up to ${most > 1 ? 'several' : 'one'} at a time, ${asked.size} calls failed at first`,
);

await app.stop();
server.close();
await example.close();
