import { bytesSerde } from '@millrace/core';
import { groupByKey, reduceRecords, type TopologyApp, to, toStream } from '@millrace/streams-rx';

/** Keeps the newest value of each key, and says so. */
export function largeState(app: TopologyApp, input: string, output: string): void {
  app.stream<string, Uint8Array>(input, { value: bytesSerde }).pipe(
    groupByKey(),
    reduceRecords((_before, value: Uint8Array) => value, { store: 'newest', value: bytesSerde }),
    toStream(),
    to(output, { value: bytesSerde }),
  );
}
