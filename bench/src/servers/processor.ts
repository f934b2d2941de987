// An instance of an application in a process of its own, which counts in a table: for the case that kills it. Says when it has its tasks.
import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';
import { createStreams } from '@millrace/streams-rx';
import { largeState } from '../streams/large-state.ts';

const [url, applicationId, input, output] = process.argv.slice(2) as [string, string, string, string];
const engine = await createEngine({ database: await openDatabase({ url }), node: { role: 'bench' } });
const app = createStreams({ applicationId, engine });
largeState(app, input, output);
await app.start();
process.send?.('started');
