import { isMillraceError, MillraceError } from '@millrace/core';
import type { Engine, Topic } from '@millrace/engine';
import { type PartitionCounts, partitionCounts } from '../topology/partition-counts.ts';
import { resolveSerdes, serdesOf } from '../topology/resolve-serdes.ts';
import type { SplitTopology } from '../topology/sub-topology.ts';
import type { TopologyBuilder } from '../topology/topology-builder.ts';

type Topics = Engine['topics'];

/**
 * Looks at all topics of a topology and settles what depends on them: serdes that were left to topics, and the numbers of partitions, which it
 * gives. TOPIC_NOT_FOUND; INVALID_TOPOLOGY.
 */
export async function lookAtTopics(
  topics: Topics,
  builder: TopologyBuilder,
  split: SplitTopology,
  deadLetterTopics: readonly string[],
): Promise<PartitionCounts> {
  const { nodes } = builder;
  const own = new Set(ownTopics(builder));
  const read = nodes.flatMap((node) => (node.kind === 'SOURCE' || node.kind === 'GLOBAL' ? [node.topic] : []));
  const written = nodes.flatMap((node) => (node.kind === 'SINK' ? [node.topic] : []));
  const external = [...new Set([...read, ...written, ...deadLetterTopics])].filter((topic) => !own.has(topic));
  const found = new Map(
    await Promise.all(external.map(async (name) => [name, await described(topics, name)] as const)),
  );
  const counts = partitionCounts(
    split,
    new Map(read.flatMap((name) => (found.has(name) ? [[name, (found.get(name) as Topic).partitionCount]] : []))),
  );
  resolveSerdes(serdesOf(nodes), (name) => (found.get(name) as Topic).config);
  return counts;
}

/** Makes the topics of the application's own. INCOMPATIBLE_TOPOLOGY for one that has another number of partitions by now. */
export async function makeOwnTopics(topics: Topics, builder: TopologyBuilder, counts: PartitionCounts): Promise<void> {
  for (const name of ownTopics(builder)) await makeOwn(topics, name, counts.get(name) as number);
}

const ownTopics = ({ nodes }: TopologyBuilder) =>
  nodes.flatMap((node) => (node.kind === 'SOURCE' && node.internal ? [node.topic] : []));

async function described(topics: Topics, name: string): Promise<Topic> {
  const topic = await topics.describe(name);
  if (topic) return topic;
  throw new MillraceError(
    'TOPIC_NOT_FOUND',
    `The application reads or writes topic "${name}", which does not exist: create it before it starts.`,
    { details: { topic: name } },
  );
}

/** What it holds is done with once it was processed, and no sooner: it is kept until then (`OwnTopicPurge`). */
const config = { keyFormat: 'BYTES', valueFormat: 'BYTES', retentionMs: -1 } as const;

async function makeOwn(topics: Topics, name: string, partitionCount: number): Promise<void> {
  try {
    await topics.create({ name, partitionCount, internal: true, config });
    return;
  } catch (error) {
    // Another instance, or an earlier run.
    if (!isMillraceError(error, 'TOPIC_ALREADY_EXISTS')) throw error;
  }
  const topic = await described(topics, name);
  if (topic.partitionCount === partitionCount && topic.internal) return;
  throw new MillraceError(
    'INCOMPATIBLE_TOPOLOGY',
    `Topic "${name}" of the application's own has ${topic.partitionCount} partitions and the topology wants ${partitionCount}: reset the application, or give repartition() the number that is there.`,
    { details: { topic: name } },
  );
}
