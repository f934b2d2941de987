import type { Serde } from '@millrace/core';
import { map, type Observable } from 'rxjs';
import type { StreamRecord } from '../record/stream-record.ts';
import { textSerde } from '../serde/topic-serde.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';

/**
 * Gives every record a new key; null or undefined: none. What needs all records of a key at one place (grouping, joins, tables) sends
 * them through a repartition topic before it. Kafka Streams' selectKey.
 */
export function selectKey<K, V, K2 extends string>(
  selector: (record: StreamRecord<K, V>) => K2 | null | undefined,
): Operator<Records<K, V>, Records<K2, V>>;
/** The same with a key that is no text: `key` says how it is written. */
export function selectKey<K, V, K2>(
  selector: (record: StreamRecord<K, V>) => K2 | null | undefined,
  options: { readonly key: Serde<K2> },
): Operator<Records<K, V>, Records<K2, V>>;
export function selectKey(
  selector: (record: StreamRecord<unknown, unknown>) => unknown,
  options?: { readonly key: Serde<unknown> },
): unknown {
  return operator('selectKey', (stream: Stream<unknown, unknown>) =>
    rekeyed('selectKey', stream, selector, options?.key),
  );
}

export function rekeyed<V>(
  name: string,
  stream: Stream<unknown, V>,
  selector: (record: StreamRecord<unknown, V>) => unknown,
  serde: Serde<unknown> = textSerde,
): Stream<unknown, V> {
  const { builder, node: input } = stream.parts;
  const node = builder.add({
    operator: name,
    inputs: [input],
    build: ([records]) =>
      (records as unknown as Observable<StreamRecord<unknown, V>>).pipe(
        map((record) => record.withKey(selector(record) ?? null, serde)),
      ),
  });
  return new Stream({ ...stream.parts, node, keySerde: serde, isRekeyed: true });
}
