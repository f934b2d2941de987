import type { Serde } from '@millrace/core';
import { mergeMap, type Observable } from 'rxjs';
import { type Change, headersOf } from '../record/change.ts';
import { type RowChange, rowChangeSerde } from '../record/row-change.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import { textSerde } from '../serde/topic-serde.ts';
import { GroupedTable } from '../topology/grouped-table.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';
import type { GroupOptions } from './group-by-key.ts';
import { throughTopic } from './repartition.ts';

export interface GroupTableOptions<K, V> extends GroupOptions<K> {
  /** How rows are written into the repartition topic. Default: as the table's are kept. */
  readonly value?: Serde<V>;
}

type GroupedRecord<V> = StreamRecord<unknown, RowChange<V>>;

/**
 * Groups the rows of a table by a new key; null or undefined leaves a row out. Each change goes through a repartition topic with its old and its new value, so that a
 * row that moves is taken off its old group and added to its new one: in one commit. Kafka Streams' KTable.groupBy.
 */
export function groupTableBy<K, V, K2 extends string>(
  selector: (value: V, key: K) => K2 | null | undefined,
  options?: GroupTableOptions<K2, V>,
): Operator<Table<K, V>, GroupedTable<K2, V>>;
/** The same by a key that is no text: `key` says how it is written. */
export function groupTableBy<K, V, K2>(
  selector: (value: V, key: K) => K2 | null | undefined,
  options: GroupTableOptions<K2, V> & { readonly key: Serde<K2> },
): Operator<Table<K, V>, GroupedTable<K2, V>>;
export function groupTableBy(
  selector: (value: unknown, key: unknown) => unknown,
  options: GroupTableOptions<unknown, unknown> = {},
): unknown {
  return operator('groupTableBy', (table: Table<unknown, unknown>) => {
    const { builder, node: input, keys, requireOld } = table.parts;
    const { name, partitions, key: keySerde = textSerde, value = table.parts.valueSerde } = options;
    requireOld();
    const valueSerde = rowChangeSerde(value);
    const partsOf = (changed: Change<unknown>) => {
      const { oldValue = null, newValue, timestamp, origin } = changed;
      const [recordKey, headers] = [keys.decode(changed.key), headersOf(changed)];
      const made = (change: RowChange<unknown>): GroupedRecord<unknown> | undefined => {
        const group = selector(change.oldValue ?? change.newValue, recordKey) ?? null;
        if (group === null) return undefined;
        return madeRecord({ origin, keySerde, key: group, value: change, timestamp, headers });
      };
      const off = oldValue === null ? undefined : made({ oldValue, newValue: null });
      const on = newValue === null ? undefined : made({ oldValue: null, newValue });
      if (off && on && off.stateKey === on.stateKey) return [on.with({ value: { oldValue, newValue } })];
      return [off, on].filter((one) => one !== undefined);
    };
    const node = builder.add({
      operator: 'groupTableBy',
      inputs: [input],
      build: ([changes]) => (changes as unknown as Observable<Change<unknown>>).pipe(mergeMap(partsOf)),
    });
    const changed = new Stream<unknown, RowChange<unknown>>({
      builder,
      node,
      keySerde,
      valueSerde: valueSerde as Serde<unknown>,
      isRekeyed: true,
    });
    const { parts } = throughTopic(changed, { name, partitions, value: valueSerde });
    return new GroupedTable({ builder, inputs: [parts.node], keySerde, windowing: undefined });
  });
}
