import { MillraceError } from '@millrace/core';
import type { NodeOfTask, SourceNode, TopologyNode } from './node.ts';
import { type SplitTopology, sourcesOf } from './sub-topology.ts';

/** Partitions of all topics that a topology reads, with those of the application's own. */
export type PartitionCounts = ReadonlyMap<string, number>;

const lists = (sources: readonly SourceNode[], counts: ReadonlyMap<string, number>) =>
  sources.map(({ topic }) => `"${topic}" has ${counts.get(topic)}`).join(', ');

/**
 * How many partitions the application's own topics get: what was asked for; else as many as the topics that they are joined with; else as many as
 * where their records come from. INVALID_TOPOLOGY where topics that are joined, or merged before an operator with state, have different numbers.
 */
export function partitionCounts({ subTopologies }: SplitTopology, external: PartitionCounts): PartitionCounts {
  const counts = new Map(external);
  const internal = subTopologies.flatMap(({ sources }) => sources.filter((source) => source.internal));
  for (const { topic, internal: wanted } of internal) {
    if (wanted?.partitions !== undefined) counts.set(topic, wanted.partitions);
  }
  const joined = subTopologies
    .flatMap(({ operators }) => operators.filter(({ isJoin, stores }) => isJoin || stores.length > 0))
    .map((node) => sourcesOf(node))
    .filter((sources) => sources.length > 1);
  const isJoined = (topic: string) => joined.some((sources) => sources.some((source) => source.topic === topic));
  /** As many as where a topic's records come from has; undefined: that is not known yet. */
  const asItsOrigin = (topic: string): number | undefined => {
    const from = subTopologies.find(({ sinks }) => sinks.some((sink) => sink.topic === topic));
    const known = (from?.sources ?? []).flatMap((source) => counts.get(source.topic) ?? []);
    return known.length > 0 ? Math.max(...known) : undefined;
  };
  for (;;) {
    const settled = counts.size;
    for (const sources of joined) {
      const known = sources.flatMap(({ topic }) => counts.get(topic) ?? []);
      if (known.length === 0) continue;
      for (const { topic } of sources) if (!counts.has(topic)) counts.set(topic, Math.max(...known));
    }
    for (const { topic } of internal) {
      const count = counts.has(topic) || isJoined(topic) ? undefined : asItsOrigin(topic);
      if (count !== undefined) counts.set(topic, count);
    }
    if (counts.size > settled) continue;
    // Topics that are joined with each other alone: as many as the most that one of them would have by itself.
    const open = joined.find((sources) => sources.some(({ topic }) => asItsOrigin(topic) && !counts.has(topic)));
    if (!open) break;
    const most = Math.max(...open.map(({ topic }) => asItsOrigin(topic) ?? 1));
    for (const { topic } of open) if (!counts.has(topic)) counts.set(topic, most);
  }
  for (const { topic } of internal) if (!counts.has(topic)) counts.set(topic, 1);
  for (const sources of joined) {
    if (new Set(sources.map(({ topic }) => counts.get(topic))).size <= 1) continue;
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `Topics that are joined, or merged before an operator with state, must have as many partitions as each other, so that a key is in the same one of both, but ${lists(sources, counts)}: put repartition({ partitions }) before the join, or behind mergeStreams.`,
    );
  }
  return counts;
}

/** A node as its tasks have it. */
export function nodeOfTask(node: TopologyNode, counts: PartitionCounts, checkKeys: boolean): NodeOfTask {
  const sources = new Set(sourcesOf(node).map(({ topic }) => counts.get(topic) as number));
  const [count] = sources;
  return { id: node.id, partitionCount: checkKeys && sources.size === 1 ? (count as number) : null };
}
