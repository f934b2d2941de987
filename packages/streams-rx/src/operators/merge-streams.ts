import { merge } from 'rxjs';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';

/** The records of both streams, in the order of the task's input. Kafka Streams' KStream.merge. */
export function mergeStreams<K, V>(other: Stream<K, V>): Operator<Records<K, V>, Records<K, V>> {
  return operator('mergeStreams', (stream: Stream<K, V>) => {
    const { builder, node: input } = stream.parts;
    const node = builder.add({
      operator: 'mergeStreams',
      inputs: [input, other.parts.node],
      build: (inputs) => merge(...inputs),
    });
    return new Stream<K, V>({
      ...stream.parts,
      node,
      isRekeyed: stream.parts.isRekeyed || other.parts.isRekeyed,
    });
  });
}
