import { jsonSerde, type Serde } from '@millrace/core';
import { mergeMap, type Observable } from 'rxjs';
import { givenValue } from '../record/given-value.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';

/** Makes any number of records of each, with its key and time. Kafka Streams' flatMapValues. */
export function flatMapValues<K, V, V2>(
  mapper: (value: V, record: StreamRecord<K, V>) => Iterable<V2>,
  options: { readonly value?: Serde<V2> } = {},
): Operator<Records<K, V>, Records<K, V2>> {
  return operator('flatMapValues', (stream: Stream<K, V>) => {
    const { builder, node: input } = stream.parts;
    const node = builder.add({
      operator: 'flatMapValues',
      inputs: [input],
      build: ([records], _epoch, { id }) =>
        (records as unknown as Observable<StreamRecord<K, V>>).pipe(
          mergeMap(function* (record) {
            for (const value of mapper(record.value, record)) yield record.with({ value: givenValue(value, id) });
          }),
        ),
    });
    return new Stream<K, V2>({ ...stream.parts, node, valueSerde: (options.value ?? jsonSerde) as Serde<unknown> });
  });
}
