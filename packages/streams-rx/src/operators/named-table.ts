import { MillraceError, type Serde } from '@millrace/core';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { StoreView } from '../epoch/store-view.ts';
import type { Change } from '../record/change.ts';
import type { KeyCodec } from '../record/windowed.ts';
import { Table } from '../topology/table.ts';

/** Names the store of a table; one that has none, or whose store has a name already, is kept in a further one, in which values are as `serde` writes them. */
export function namedTable<K, V>(table: Table<K, V>, name: string, serde: Serde<V> | undefined): Table<K, V> {
  const { store, valueSerde } = table.parts;
  if (!store || store.isNamed) return storedTable(table, name, serde ?? valueSerde);
  if (serde && serde !== valueSerde) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `toTable("${name}", { value }) only names the store of ${store.name}, which says by itself how values are kept: give that operator the value option, and leave it out here.`,
    );
  }
  store.rename(name);
  return table;
}

function storedTable<K, V>(table: Table<K, V>, name: string, valueSerde: Serde<V>): Table<K, V> {
  const { builder, node: input, keys, requireOld } = table.parts;
  const store = builder.store('toTable', {
    name,
    kind: table.parts.storeKind,
    retentionMs: table.parts.retentionMs,
    keys: keys as KeyCodec<unknown>,
    valueSerde: valueSerde as Serde<unknown>,
    isTable: true,
  });
  const node = builder.add({
    operator: 'toTable',
    inputs: [input],
    stores: [store],
    build([changes], epoch) {
      const rows = new KeyValueEpoch<V>(epoch, store.name, valueSerde, { hasTime: store.options.kind !== 'KEY_VALUE' });
      return stage<Change<V>, Change<V>>([changes as never], {
        prepare: ([all]) => rows.load(new Set((all ?? []).map(({ key }) => key))),
        process(change, _input, emit) {
          rows.observe(change.timestamp);
          rows.set(change.key, change.newValue);
          emit(change);
        },
      });
    },
  });
  return new Table<K, V>({
    ...table.parts,
    node,
    valueSerde,
    store,
    view: (epoch) => new StoreView(epoch.state(store.name), valueSerde),
    requireOld,
  });
}
