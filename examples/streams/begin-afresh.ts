// The topics of an example, empty, and no state: what an earlier run left goes only when `--recreate` says so. It may be a team's own.
import { basename } from 'node:path';
import type { Engine } from '@millrace/engine';
import { describeApplication, resetApplication } from '@millrace/streams-rx';

/** Why an example does not begin, as a sentence for who started it. */
export class Refusal extends Error {}

const number = new Intl.NumberFormat('en-US');

/** "the topic …" for each that is there, with how many records it holds. */
async function topicsThere(engine: Engine, names: readonly string[]): Promise<string[]> {
  const found = [];
  for (const name of names) {
    if (!(await engine.topics.describe(name))) continue;
    const bounds = await engine.topics.bounds(name);
    const count = bounds.reduce((sum, { logStartOffset, endOffset }) => sum + endOffset - logStartOffset, 0);
    found.push(`the topic "${name}" (${number.format(count)} ${count === 1 ? 'record' : 'records'})`);
  }
  return found;
}

/** Topics by name, with the number of their partitions. Rejects with Refusal, and has done nothing, where anything of these names is there. */
export async function beginAfresh(
  engine: Engine,
  application: string,
  topics: { readonly [name: string]: number },
): Promise<void> {
  const isKnown = (await describeApplication(engine, application)) !== null;
  if (!process.argv.includes('--recreate')) {
    const found = await topicsThere(engine, Object.keys(topics));
    if (isKnown) found.push(`the application "${application}" with its state`);
    if (found.length > 0) {
      const all = [found.slice(0, -1).join(', '), found.at(-1)].filter(Boolean).join(' and ');
      const program = basename(process.argv[1] ?? '', '.js');
      throw new Refusal(
        `This database has ${all} already. To delete ${found.length === 1 ? 'it' : 'them'} and begin afresh: npm run example streams/${program} -- --recreate`,
      );
    }
  }
  if (isKnown) await resetApplication(engine, application);
  for (const [name, partitionCount] of Object.entries(topics)) {
    if (await engine.topics.describe(name)) await engine.topics.delete(name);
    // What is told of is long ago: it is to stay.
    await engine.topics.create({ name, partitionCount, config: { retentionMs: -1 } });
  }
}
