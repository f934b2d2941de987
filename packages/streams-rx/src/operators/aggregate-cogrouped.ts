import { jsonSerde, type Serde } from '@millrace/core';
import type { Windowed } from '../record/windowed.ts';
import type { Cogrouping, SessionWindowedCogroupedStream } from '../topology/cogrouped-stream.ts';
import { type Operator, operator } from '../topology/operator.ts';
import type { Table } from '../topology/table.ts';
import { aggregated } from './aggregated.ts';
import type { StoreNaming } from './aggregation.ts';

/** Makes the table of a `cogroup`, by key, or key and window. Sessions have `aggregateCogroupedSessions`. Kafka Streams' aggregate of a cogrouped stream. */
export function aggregateCogrouped<TK, A, K>(
  options: StoreNaming<A> = {},
): Operator<Cogrouping<TK, A, K> & { readonly groupsMerge: false }, Table<TK, A>> {
  return operator('aggregateCogrouped', (cogrouping: Cogrouping<TK, A, K>) =>
    cogroupedTable('aggregateCogrouped', cogrouping, undefined, options),
  );
}

/** The same for sessions: `merger` makes one value of two sessions that a record has joined, the earlier one first. */
export function aggregateCogroupedSessions<A, K>(
  merger: (earlier: A, later: A, key: K) => A,
  options: StoreNaming<A> = {},
): Operator<SessionWindowedCogroupedStream<K, A>, Table<Windowed<K>, A>> {
  return operator('aggregateCogroupedSessions', (cogrouping: SessionWindowedCogroupedStream<K, A>) =>
    cogroupedTable('aggregateCogroupedSessions', cogrouping, merger, options),
  );
}

function cogroupedTable<TK, A, K>(
  name: string,
  cogrouping: Cogrouping<TK, A, K>,
  merger: ((earlier: A, later: A, key: K) => A) | undefined,
  options: StoreNaming<A>,
): Table<TK, A> {
  const { initial, update } = cogrouping.parts;
  return aggregated<TK, unknown, K, A>(cogrouping, {
    operator: name,
    store: options.store,
    valueSerde: options.value ?? (jsonSerde as Serde<A>),
    update: (before, record, input) => (update[input] as (typeof update)[number])(before ?? initial(), record),
    merge: merger as ((one: A, other: A, key: unknown) => A) | undefined,
  });
}
