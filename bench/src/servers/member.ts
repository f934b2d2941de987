// A node in a process of its own with one member, which commits all it gets: for the case that kills it. Says when it has partitions.
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';

const [url, group, topic] = process.argv.slice(2) as [string, string, string];
const engine = await createEngine({ database: await openDatabase({ url }), node: { role: 'bench' } });
const consumer = engine.consumer({ group, topics: [topic] });
for await (const event of consumer) {
  if (event.kind === 'ASSIGNMENT' && event.partitions.length > 0) process.send?.('assigned');
  if (event.kind === 'RECORDS') await consumer.commit(event).catch(() => {});
}
