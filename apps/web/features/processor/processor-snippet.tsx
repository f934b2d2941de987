import { CodeSnippet } from '../frame/code-snippet.tsx';

const program = `import { openDatabase } from '@millrace/database';
import { createEngine } from '@millrace/engine';
import { countRecords, createStreams, groupByKey, toTable } from '@millrace/streams-rx';
import { filter } from 'rxjs';

const database = await openDatabase({ url: process.env.DATABASE_URL });
const engine = await createEngine({ database });
const app = createStreams({ applicationId: 'big-orders', engine });

app.stream('orders').pipe(
  filter(({ value }) => value.price > 100),
  groupByKey(({ value }) => value.item),
  countRecords(),
  toTable('big_orders_per_item'),
);
await app.start();`;

/** The shortest way to an application: a program to copy. */
export function ProcessorSnippet() {
  return (
    <CodeSnippet code={program} what="program">
      Run it with Node beside this platform; run it twice and the two share the work. It appears here at once.
    </CodeSnippet>
  );
}
