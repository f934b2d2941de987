import { createInterface } from 'node:readline/promises';
import { Failure } from './failure.ts';
import type { HttpClient } from './graphql/http-client.ts';
import type { Options } from './options.ts';

const partitionCount = 6;

/** The topic, empty. */
export interface DemoTopic {
  readonly name: string;
  /** By partition: where its next record goes. */
  readonly endOffsets: readonly number[];
}

interface FoundTopic {
  readonly recordCount: number;
  readonly partitions: readonly { readonly endOffset: number }[];
}

const find = 'query Topic($name: String!) { topic(name: $name) { recordCount partitions { endOffset } } }';
const create = 'mutation Create($input: CreateTopicInput!) { createTopic(input: $input) { topic { name } } }';
const remove = 'mutation Delete($input: DeleteTopicInput!) { deleteTopic(input: $input) { name } }';

const number = new Intl.NumberFormat('en-US');

async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * An empty topic of six partitions. Records of an earlier run go only when `--recreate` or the person at the terminal says
 * so.
 */
export async function prepareTopic(client: HttpClient, options: Options): Promise<DemoTopic> {
  const { topic: name } = options;
  const { topic } = await client.send<{ topic: FoundTopic | null }>(find, JSON.stringify({ name }));
  if (topic && topic.recordCount === 0 && topic.partitions.length === partitionCount) {
    return { name, endOffsets: topic.partitions.map(({ endOffset }) => endOffset) };
  }
  if (topic) {
    const holds = `The topic "${name}" is there already, with ${number.format(topic.recordCount)} records.`;
    const agreed =
      options.recreate || (process.stdin.isTTY && (await confirmed(`${holds} Delete them and start afresh?`)));
    if (!agreed) {
      throw new Failure(
        `${process.stdin.isTTY ? 'Nothing was deleted.' : holds} Start afresh: npm run demo -- --recreate   Keep it: npm run demo -- --topic ${name}-2`,
      );
    }
    await client.send(remove, JSON.stringify({ input: { name } }));
  }
  await client.send(create, JSON.stringify({ input: { name, partitionCount } }));
  return { name, endOffsets: new Array<number>(partitionCount).fill(0) };
}
