import type { Serde } from '@millrace/core';
import type { RecordHeader } from '@millrace/engine';
import type { StreamRecord } from '../record/stream-record.ts';
import type { AccessTo, KeyOfStore, KeysOfStores, PrefixesOfStores, ProcessStores } from './process-stores.ts';

/** A record that a function of `processRecords` gives. */
export interface Forwarded<K, V> {
  /** Default: the key of the record that is processed; none in a punctuation. */
  readonly key?: K | null;
  /** null: a tombstone. */
  readonly value: V | null;
  /** ms since 1970. Default: the time of the record, or of the punctuation. */
  readonly timestamp?: number;
  /** Default: those of the record. */
  readonly headers?: readonly RecordHeader[];
}

type Forwards<K, V> = Iterable<Forwarded<K, V>> | undefined;

export interface ProcessContext<S> {
  readonly stores: { readonly [N in keyof S]: AccessTo<S[N]> };
  /** The greatest record time that the task has seen here, with the record in hand, ms since 1970; null before the first record. */
  readonly streamTime: number | null;
  /** The clock of the process as the epoch began, ms since 1970. What depends on it differs from run to run. */
  readonly wallClock: number;
  readonly partition: number;
}

/** What `processRecords` does when a time has come. Kafka Streams' Punctuator. */
export interface Punctuation<S, K, V> {
  /** At every multiple of so many ms since 1970: 1 or more. */
  readonly every: number;
  /**
   * STREAM_TIME: before the record that has moved stream time to such a multiple or past it; once, with the last of them, if it was past several. WALL_CLOCK:
   * once when the process's clock has passed one, records or not; for the first time after the task was first run.
   */
  readonly on: 'STREAM_TIME' | 'WALL_CLOCK';
  /**
   * What it looks at: ALL of a store (of the task's partition: into memory), or keys that begin with any of these; of a window store, those keys at
   * all times.
   */
  readonly reads?: { readonly [N in keyof S]?: 'ALL' | readonly KeyOfStore<S[N]>[] };
  /** Gives the records to go on with. */
  readonly punctuate: (time: number, context: ProcessContext<S>) => Forwards<K, V>;
}

export interface ProcessOptions<K, V, S, K2, V2> {
  /** By the names that the functions know them by. */
  readonly stores?: S;
  /** Keys that are looked at besides the record's own, of window stores with times: `{ key, from, to }`. */
  readonly keysOf?: (record: StreamRecord<K, V>) => KeysOfStores<S>;
  /** Ranges that are looked at: all keys that begin with one of these, as they are written. Each epoch reads them from the database. */
  readonly prefixesOf?: (record: StreamRecord<K, V>) => PrefixesOfStores<S>;
  /** Gives the records to go on with. */
  readonly process: (record: StreamRecord<K, V>, context: ProcessContext<S>) => Forwards<K2, V2>;
  readonly punctuations?: readonly Punctuation<S, K2, V2>[];
  /**
   * How keys are written of what goes on. To be given wherever they are not those of the records, also where they are written alike: only then does what needs
   * equal keys in one place send them through a repartition topic, else it fails with KEY_NOT_IN_PARTITION.
   */
  readonly key?: Serde<K2>;
  /** How values are written of what goes on. Default JSON. */
  readonly value?: Serde<V2>;
  /**
   * Part of the name of the repartition topic that records go through whose keys have changed, and of the store that keeps stream time and when punctuations
   * were last (`<name>-times`). Default: the operator's with a number.
   */
  readonly name?: string;
}

/** The same without types, for who runs it. */
export type AnyProcessOptions = ProcessOptions<unknown, unknown, ProcessStores, unknown, unknown>;
