import type { Serde } from '@millrace/core';
import type { ResetPolicy } from '@millrace/engine';
import { upsertTable } from '../operators/upsert-table.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { TopicSerde } from '../serde/topic-serde.ts';
import { GlobalTable } from './global-table.ts';
import { Stream } from './stream.ts';
import type { Table } from './table.ts';
import type { TopologyBuilder } from './topology-builder.ts';

export interface ReadOptions<K, V> {
  /** How keys are read. Default: as the topic's configuration says (keyFormat). */
  readonly key?: Serde<K> | undefined;
  /** Default: valueFormat of the topic. */
  readonly value?: Serde<V> | undefined;
}

export interface StreamOptions<K, V> extends ReadOptions<K, V> {
  /** The time of a record, ms since 1970, where it is not the one it was produced with. Kafka Streams' TimestampExtractor. */
  readonly timestamp?: (record: StreamRecord<K, V>) => number;
  /** Where the application starts in a partition in which it has committed nothing. Default: its own. Kafka Streams' Consumed.withOffsetResetPolicy. */
  readonly resetPolicy?: ResetPolicy | undefined;
}

/** What an application's topology begins with. Kafka Streams' StreamsBuilder. */
export class TopologyApp {
  /** For operators. */
  readonly builder: TopologyBuilder;

  constructor(builder: TopologyBuilder) {
    this.builder = builder;
  }

  /** The records of a topic. Kafka Streams' KStream. */
  stream<K = string, V = unknown>(topic: string, options: StreamOptions<K, V> = {}): Stream<K, V> {
    const { keySerde, valueSerde } = this.#serdes(topic, options);
    const timestampOf = options.timestamp as ((record: unknown) => number) | undefined;
    const { resetPolicy } = options;
    const node = this.builder.source({ topic, keySerde, valueSerde, timestampOf, resetPolicy });
    return new Stream<K, V>({
      builder: this.builder,
      node,
      keySerde: node.keySerde,
      valueSerde: node.valueSerde,
      isRekeyed: false,
    });
  }

  /** A topic as a table: the newest value of each key, kept in a store of this name, by which it can be read. Kafka Streams' KTable. */
  table<K = string, V = unknown>(topic: string, store: string, options: StreamOptions<K, V> = {}): Table<K, V> {
    const stream = this.stream<K, V>(topic, options);
    return upsertTable(stream, store, stream.parts.valueSerde);
  }

  /**
   * A topic that every instance keeps in memory whole, to be joined by any key: for small tables that everybody needs. Read before the
   * first record is processed. Kafka Streams' GlobalKTable.
   */
  globalTable<K = string, V = unknown>(topic: string, options: ReadOptions<K, V> = {}): GlobalTable<K, V> {
    const { keySerde, valueSerde } = this.#serdes(topic, options);
    const node = this.builder.global(topic, keySerde, valueSerde);
    return new GlobalTable<K, V>(node);
  }

  #serdes(topic: string, { key, value }: ReadOptions<unknown, unknown>) {
    const known = this.builder.nodes.find((node) => node.kind === 'SOURCE' && node.topic === topic);
    const read = known?.kind === 'SOURCE' ? known : undefined;
    // What is left to the topic is the same wherever it is read.
    const left = (part: 'key' | 'value', before: Serde<unknown> | undefined) =>
      before instanceof TopicSerde ? before : new TopicSerde(topic, part);
    return {
      keySerde: (key as Serde<unknown> | undefined) ?? left('key', read?.keySerde),
      valueSerde: (value as Serde<unknown> | undefined) ?? left('value', read?.valueSerde),
    };
  }
}
