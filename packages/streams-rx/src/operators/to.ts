import type { Serde } from '@millrace/core';
import type { StreamRecord } from '../record/stream-record.ts';
import { TopicSerde } from '../serde/topic-serde.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Records, Stream } from '../topology/stream.ts';
import { writeRecords } from './write-records.ts';

/** A serde that writes such values, whatever it reads. */
type Writes<V> = Serde<unknown> & { readonly serialize: (value: V) => Uint8Array };

export interface ToOptions<K, V> {
  /** How keys are written. Default: as they were read, or made. */
  readonly key?: Serde<K>;
  /** How values are written. Default: those that nobody has changed as the bytes they were, others in the topic's format. */
  readonly value?: Writes<NoInfer<Exclude<V, null>>>;
  /** The partition of a record. Default: by its key. */
  readonly partition?: (record: StreamRecord<K, V>) => number | undefined;
}

/**
 * Appends the records to a topic, which must be there: in the transaction in which the epoch's input is committed. Goes on with the same
 * records. Kafka Streams' KStream.to.
 */
export function to<K, V>(topic: string, options: ToOptions<K, V> = {}): Operator<Records<K, V>, Records<K, V>> {
  return operator('to', (stream: Stream<K, V>) => {
    const { builder, node } = stream.parts;
    const valueSerde = (options.value as Serde<unknown> | undefined) ?? new TopicSerde(topic, 'value');
    builder.sink({
      operator: 'to',
      input: node,
      topic,
      valueSerde,
      build: writeRecords(topic, {
        keySerde: options.key as Serde<unknown> | undefined,
        valueSerde,
        isExplicit: options.value !== undefined,
        ...(options.partition ? { partitionOf: options.partition as never } : {}),
      }),
    });
    return stream;
  });
}
