import { jsonSerde, type Serde } from '@millrace/core';
import { map, type Observable } from 'rxjs';
import { givenValue } from '../record/given-value.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';

/**
 * Gives every record another value; null makes it a tombstone, undefined fails it (INVALID_RECORD). RxJS's `map` with `record.with({ value })` does the
 * same; this one can say how the new value is written. Kafka Streams' mapValues.
 */
export function mapValues<K, V, V2>(
  mapper: (value: V, record: StreamRecord<K, V>) => V2,
  options: { readonly value?: Serde<V2> } = {},
): Operator<Records<K, V>, Records<K, V2>> {
  return operator('mapValues', (stream: Stream<K, V>) => {
    const { builder, node: input } = stream.parts;
    const node = builder.add({
      operator: 'mapValues',
      inputs: [input],
      build: ([records], _epoch, { id }) =>
        (records as unknown as Observable<StreamRecord<K, V>>).pipe(
          map((record) => record.with({ value: givenValue(mapper(record.value, record), id) })),
        ),
    });
    return new Stream<K, V2>({ ...stream.parts, node, valueSerde: (options.value ?? jsonSerde) as Serde<unknown> });
  });
}
