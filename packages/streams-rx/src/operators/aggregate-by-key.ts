import type { Serde } from '@millrace/core';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { StoreView } from '../epoch/store-view.ts';
import type { Change } from '../record/change.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { type KeyCodec, plainKeys } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { GroupedStream } from '../topology/grouped-stream.ts';
import type { TopologyNode } from '../topology/node.ts';
import { Table } from '../topology/table.ts';

export interface StoreNaming<V> {
  /** Name of its store, by which it is found again when the topology has changed. Default: the operator's with a number. */
  readonly store?: string;
  /** How its values are kept. Default JSON. */
  readonly value?: Serde<V>;
}

export interface ByKeyOptions<V, A> {
  readonly operator: string;
  readonly store: string | undefined;
  readonly valueSerde: Serde<A>;
  /** What a record makes of what was there; null: nothing was, or nothing shall be. */
  readonly update: (before: A | null, record: StreamRecord<unknown, V>) => A | null;
}

/** The table behind `countRecords`, `reduceRecords` and `aggregate`: a value of each key, which every record changes (S10). */
export function aggregateByKey<K, V, A>(grouped: GroupedStream<K, V>, options: ByKeyOptions<V, A>): Table<K, A> {
  const { builder, node: input, keySerde } = grouped.parts;
  const { operator, valueSerde, update } = options;
  const keys = plainKeys(keySerde as Serde<K>);
  const store = builder.store(operator, {
    name: options.store,
    kind: 'KEY_VALUE',
    retentionMs: null,
    keys: keys as KeyCodec<unknown>,
    valueSerde: valueSerde as Serde<unknown>,
    isTable: true,
  });
  let sendsOld = false;
  const node: TopologyNode = builder.add({
    operator,
    inputs: [input],
    stores: [store],
    build([records], epoch, place) {
      const rows = new KeyValueEpoch<A>(epoch, store.name, valueSerde);
      return stage<StreamRecord<unknown, V>, Change<A>>([records as never], {
        prepare([all]) {
          const keys = new Set<StateKey>();
          for (const { stateKey } of all ?? []) {
            if (stateKey === null || keys.has(stateKey)) continue;
            assertInPartition(epoch, place, stateKey);
            keys.add(stateKey);
          }
          return rows.load(keys);
        },
        process(record, _input, emit) {
          const key = record.stateKey;
          // As in Kafka Streams: what has no key belongs nowhere, and a tombstone is no value.
          if (key === null || record.isTombstone) {
            epoch.skip();
            return;
          }
          const oldValue = sendsOld ? rows.copy(key) : undefined;
          const newValue = update(rows.get(key), record);
          rows.set(key, newValue);
          const { timestamp, ordinal, madeOf: origin } = record;
          emit({ key, newValue, oldValue, timestamp, origin, ordinal });
        },
      });
    },
  });
  return new Table<K, A>({
    builder,
    node,
    keys,
    valueSerde,
    storeKind: 'KEY_VALUE',
    retentionMs: null,
    store,
    view: (epoch) => new StoreView(epoch.state(store.name), valueSerde),
    requireOld: () => {
      sendsOld = true;
    },
  });
}
