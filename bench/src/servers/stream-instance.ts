// One of several instances of an application of the throughput case, each a process: starts when it is told to, and says again and again how many
// tasks it has and how far it is.
import { once } from 'node:events';
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';
import { createStreams } from '@millrace/streams-rx';
import { contenders, type Topics } from '../streams/contenders.ts';
import type { InstanceProgress } from '../streams/drain-by-instances.ts';

const [url, applicationId, contender, topics] = process.argv.slice(2) as [string, string, string, string];
const define = contenders.find(({ name }) => name === contender)?.define;
if (!define) throw new Error(`There is no contender "${contender}".`);
const database = await openDatabase({ url });
const engine = await createEngine({ database, node: { role: 'bench' } });
const app = createStreams({ applicationId, engine });
define(app, JSON.parse(topics) as Topics);
process.send?.('ready');
await once(process, 'message');
await app.start();

const reportMs = 20;
const report = setInterval(() => {
  const { tasks, totals } = app.snapshot();
  const progress: InstanceProgress = { tasks: tasks.length, recordsIn: totals.recordsIn };
  process.send?.(progress);
}, reportMs);

process.once('message', async () => {
  clearInterval(report);
  await app.stop();
  await engine.close();
  await database.close();
  process.disconnect();
});
