// The same worker without the API between: the engine in this process, the log in Postgres.
import { readFileSync } from 'node:fs';
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';

const url = process.env.DATABASE_URL ?? readFileSync('.millrace/database-url', 'utf8').trim();
const database = await openDatabase({ url });
const engine = await createEngine({ database, node: { role: 'worker' } });

const stop = new AbortController();
process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());

const consumer = engine.consumer({
  group: 'workers',
  topics: ['jobs'],
  clientId: `engine worker ${process.pid}`,
  signal: stop.signal,
});
for await (const event of consumer) {
  if (event.kind === 'ASSIGNMENT') {
    console.log(`mine: ${event.partitions.map(({ partition }) => partition).join(' ')}`);
  } else if (event.kind === 'RECORDS') {
    for (const { value } of event.batch) {
      const { job } = JSON.parse(Buffer.from(value ?? []).toString());
      console.log(`partition ${event.batch.partition}: job ${job}`);
    }
    // Refused where somebody else has the partition by now: it will do these jobs again.
    await consumer.commit(event).catch((error) => console.error(error.message));
  }
}
await engine.close();
await database.close();
