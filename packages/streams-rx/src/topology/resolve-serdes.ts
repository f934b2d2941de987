import type { Format } from '@millrace/engine';
import { TopicSerde } from '../serde/topic-serde.ts';
import type { TopologyNode } from './node.ts';

/** The formats of a topic, as its configuration says. */
export interface TopicFormats {
  readonly keyFormat: Format;
  readonly valueFormat: Format;
}

/** Settles the serdes that were left to topics. */
export function resolveSerdes(serdes: Iterable<unknown>, formatsOf: (topic: string) => TopicFormats): void {
  for (const serde of serdes) {
    if (!(serde instanceof TopicSerde)) continue;
    const { keyFormat, valueFormat } = formatsOf(serde.topic);
    serde.resolve(serde.part === 'key' ? keyFormat : valueFormat);
  }
}

/** All serdes that the nodes name. */
export function serdesOf(nodes: readonly TopologyNode[]): unknown[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'SOURCE' || node.kind === 'GLOBAL') return [node.keySerde, node.valueSerde];
    return node.kind === 'SINK' ? [node.valueSerde] : [];
  });
}
