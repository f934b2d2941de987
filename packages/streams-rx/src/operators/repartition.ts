import type { Serde } from '@millrace/core';
import { MillraceError } from '@millrace/core';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';
import { writeRecords } from './write-records.ts';

export interface RepartitionOptions<K, V> {
  /** Part of the topic's name. Default: the operator's with a number. */
  readonly name?: string | undefined;
  /** 1 to 1,000. Default: as many as what the records are joined with, or come from. */
  readonly partitions?: number | undefined;
  /** How keys and values are written. Default: as they were read. */
  readonly key?: Serde<K> | undefined;
  readonly value?: Serde<V> | undefined;
}

/**
 * Sends records through a topic of the application's own, so that all of one key come to one task. Operators that need it do it by themselves where keys have
 * changed (`selectKey`, `groupByKey(…)`). Kafka Streams' KStream.repartition.
 */
export function repartition<K, V>(options: RepartitionOptions<K, V> = {}): Operator<Records<K, V>, Records<K, V>> {
  return operator('repartition', (stream: Stream<K, V>) => throughTopic(stream, options));
}

/** The stream behind a topic of the application's own. */
export function throughTopic<K, V>(stream: Stream<K, V>, options: RepartitionOptions<K, V>): Stream<K, V> {
  const { builder, node: input } = stream.parts;
  const { partitions } = options;
  if (partitions !== undefined && !(Number.isInteger(partitions) && partitions >= 1 && partitions <= 1_000)) {
    throw new MillraceError('INVALID_TOPOLOGY', `partitions is a whole number from 1 to 1,000, not ${partitions}.`);
  }
  const keySerde = (options.key ?? stream.parts.keySerde) as Serde<unknown>;
  const valueSerde = (options.value ?? stream.parts.valueSerde) as Serde<unknown>;
  const topic = `${builder.applicationId}-${options.name ?? builder.nextName('repartition')}-repartition`;
  builder.sink({
    operator: 'repartition',
    input,
    topic,
    valueSerde,
    internal: true,
    build: writeRecords(topic, { keySerde, valueSerde, isExplicit: true }),
  });
  const node = builder.source({ topic, keySerde, valueSerde, internal: { partitions } });
  return new Stream<K, V>({ builder, node, keySerde, valueSerde, isRekeyed: false });
}

/** The stream itself, or what comes back from a topic of the application's own where keys have changed. */
export function byItsKeys<K, V>(stream: Stream<K, V>, options: RepartitionOptions<K, V> = {}): Stream<K, V> {
  return stream.parts.isRekeyed ? throughTopic(stream, options) : stream;
}
