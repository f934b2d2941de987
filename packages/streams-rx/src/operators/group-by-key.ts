import type { Serde } from '@millrace/core';
import type { StreamRecord } from '../record/stream-record.ts';
import { GroupedStream } from '../topology/grouped-stream.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { byItsKeys, type RepartitionOptions } from './repartition.ts';
import { rekeyed } from './select-key.ts';

export interface GroupOptions<K> {
  /** Part of the repartition topic's name. Default: the operator's with a number. */
  readonly name?: string;
  /** How the new key is written. Default: text, of a key that is one. */
  readonly key?: Serde<K>;
  readonly partitions?: number;
}

/** What a group has of values: tombstones are none (S10). */
type Grouped<V> = Exclude<V, null>;

/**
 * Groups records by the key they have. Records whose key has changed on the way go through a repartition topic. Kafka Streams'
 * groupByKey.
 */
export function groupByKey<K, V>(): Operator<Records<K, V>, GroupedStream<K, Grouped<V>>>;
/** Groups records by a new key, through a repartition topic; null or undefined leaves a record out. Kafka Streams' groupBy. */
export function groupByKey<K, V, K2 extends string>(
  selector: (record: StreamRecord<K, V>) => K2 | null | undefined,
  options?: GroupOptions<K2>,
): Operator<Records<K, V>, GroupedStream<K2, Grouped<V>>>;
/** The same by a key that is no text: `key` says how it is written. */
export function groupByKey<K, V, K2>(
  selector: (record: StreamRecord<K, V>) => K2 | null | undefined,
  options: GroupOptions<K2> & { readonly key: Serde<K2> },
): Operator<Records<K, V>, GroupedStream<K2, Grouped<V>>>;
export function groupByKey(
  selector?: (record: StreamRecord<unknown, unknown>) => unknown,
  options: GroupOptions<unknown> = {},
): unknown {
  return operator('groupByKey', (stream: Stream<unknown, unknown>) => {
    const { name, key, partitions } = options;
    const topic: RepartitionOptions<unknown, unknown> = { name, partitions };
    const selected = selector ? rekeyed('groupByKey', stream, selector, key) : stream;
    const { builder, node, keySerde } = byItsKeys(selected, topic).parts;
    return new GroupedStream({ builder, inputs: [node], keySerde, windowing: undefined });
  });
}
