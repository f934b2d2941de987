import { bytesSerde } from '@millrace/core';
import type { InputBatch } from '../record/origin.ts';
import type { SourceNode } from '../topology/node.ts';

/** As many sources of a task, of topics `t0`, `t1`, … */
export function testSources(count: number): SourceNode[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ kind: 'SOURCE', index, id: `s${index}`, operator: 'stream', topic: `t${index}` },
    ...{ keySerde: bytesSerde, valueSerde: bytesSerde, internal: undefined, timestampOf: undefined },
    resetPolicy: undefined,
  })) as SourceNode[];
}

/** Records of a source that have nothing but times. */
export function timesBatch(
  source: number,
  offset: number,
  times: readonly number[],
): InputBatch & { readonly count: number } {
  return {
    topic: `t${source}`,
    partition: 0,
    count: times.length,
    offset: (i) => offset + i,
    timestamp: (i) => times[i] as number,
    key: () => null,
    value: () => null,
    headers: () => [],
  };
}
