import { jsonSerde, type Serde } from '@millrace/core';
import type { Windowed } from '../record/windowed.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { SessionWindowedStream } from '../topology/session-windowed-stream.ts';
import type { Table } from '../topology/table.ts';
import { aggregated } from './aggregated.ts';
import type { StoreNaming } from './aggregation.ts';

/**
 * Makes a value of all records of a session, beginning with `initial()`. `merger` makes one of two sessions that a record has joined, the
 * earlier one first. Kafka Streams' SessionWindowedKStream.aggregate.
 *
 * @example
 * windowedBy(session({ gap: minutes(30), grace: minutes(5) })),
 * aggregateSessions(() => [], (pages, click: Click) => [...pages, click.page], (earlier, later) => [...earlier, ...later])
 */
export function aggregateSessions<K, V, A>(
  initial: () => A,
  aggregator: (aggregate: A, value: V, key: K, timestamp: number) => A | null,
  merger: (earlier: A, later: A, key: K) => A,
  options: StoreNaming<A> = {},
): Operator<SessionWindowedStream<K, V>, Table<Windowed<K>, A>> {
  return operator('aggregateSessions', (grouping: SessionWindowedStream<K, V>) =>
    aggregated<Windowed<K>, V, K, A>(grouping, {
      operator: 'aggregateSessions',
      store: options.store,
      valueSerde: options.value ?? (jsonSerde as Serde<A>),
      update: (before, record) => aggregator(before ?? initial(), record.value, record.key as K, record.timestamp),
      merge: merger as (one: A, other: A, key: unknown) => A,
    }),
  );
}
