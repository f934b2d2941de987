import type { Serde } from '@millrace/core';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { StoreView } from '../epoch/store-view.ts';
import type { Change } from '../record/change.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { type KeyCodec, plainKeys } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import type { Stream } from '../topology/stream.ts';
import { Table } from '../topology/table.ts';

/** A stream as a table: what comes later replaces what was there, in the order of offsets, whatever its time. */
export function upsertTable<K, V>(stream: Stream<K, V>, name: string, serde: Serde<unknown>): Table<K, V> {
  const { builder, node: input, keySerde } = stream.parts;
  const valueSerde = serde as Serde<V>;
  const keys = plainKeys(keySerde as Serde<K>);
  const store = builder.store('toTable', {
    name,
    kind: 'KEY_VALUE',
    retentionMs: null,
    keys: keys as KeyCodec<unknown>,
    valueSerde: serde,
    isTable: true,
  });
  let sendsOld = false;
  const node = builder.add({
    operator: 'toTable',
    inputs: [input],
    stores: [store],
    build([records], epoch, place) {
      const rows = new KeyValueEpoch<V>(epoch, store.name, valueSerde);
      return stage<StreamRecord<unknown, V | null>, Change<V>>([records as never], {
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
          if (key === null) {
            epoch.skip();
            return;
          }
          const oldValue = sendsOld ? rows.copy(key) : undefined;
          const newValue = record.value;
          rows.set(key, newValue);
          const { timestamp, ownHeaders: headers, ordinal, madeOf: origin } = record;
          emit({ key, newValue, oldValue, timestamp, headers, origin, ordinal });
        },
      });
    },
  });
  return new Table<K, V>({
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
