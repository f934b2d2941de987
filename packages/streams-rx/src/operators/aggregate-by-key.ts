import type { Serde } from '@millrace/core';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { givenValue } from '../record/given-value.ts';
import { plainKeys } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { Grouping } from '../topology/grouping.ts';
import type { Table } from '../topology/table.ts';
import type { Aggregation } from './aggregation.ts';
import { eachKeyed, tableOfGroups } from './table-of-groups.ts';

/** A value of each key, which every record changes (S10). */
export function aggregateByKey<V, K, A>(grouping: Grouping<K, V, K>, aggregation: Aggregation<V, A>): Table<K, A> {
  const { valueSerde, update } = aggregation;
  return tableOfGroups<K, V, K, A>(grouping, aggregation, {
    keys: plainKeys(grouping.parts.keySerde as Serde<K>),
    storeKind: 'KEY_VALUE',
    retentionMs: null,
    logic({ epoch, place, store, sendsOld }) {
      const rows = new KeyValueEpoch<A>(epoch, store, valueSerde);
      return {
        prepare(inputs) {
          const keys = new Set<StateKey>();
          eachKeyed(inputs, { epoch, place }, (key) => keys.add(key));
          return rows.load(keys);
        },
        process(record, input, emit) {
          const key = record.stateKey;
          // As in Kafka Streams: what has no key belongs nowhere, and a tombstone is no value.
          if (key === null || record.isTombstone) {
            epoch.skip();
            return;
          }
          const oldValue = sendsOld ? rows.copy(key) : undefined;
          const newValue = givenValue(update(rows.get(key), record, input), place.id);
          rows.set(key, newValue);
          const { timestamp, ownHeaders: headers, ordinal, madeOf: origin } = record;
          emit({ key, newValue, oldValue, timestamp, headers, origin, ordinal });
        },
      };
    },
  });
}
