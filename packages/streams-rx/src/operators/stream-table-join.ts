import { jsonSerde, MillraceError, type Serde } from '@millrace/core';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { stage } from '../epoch/stage.ts';
import { TableReplay } from '../epoch/table-replay.ts';
import type { Change } from '../record/change.ts';
import { givenValue } from '../record/given-value.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { StateKey } from '../state/state-key.ts';
import { Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';
import { byItsKeys } from './repartition.ts';

export interface JoinOptions<R> {
  /** Part of the name of the repartition topic that records go through whose keys have changed. Default: the operator's with a number. */
  readonly name?: string;
  /** How results are written. Default JSON. */
  readonly value?: Serde<R>;
}

export interface StreamTableJoin<K, V, T, R> extends JoinOptions<R> {
  readonly operator: string;
  readonly table: Table<K, T>;
  /** Whether records without a row are results, too. */
  readonly isLeft: boolean;
  /** null for the row: only where the join is a left one. */
  readonly joiner: (value: V, row: T | null, key: K) => R;
}

/** The input by which a table's changes come: before the record that was made of the same one. */
const tableInput = 0;

/** A record with the row of its key, as the table is at the record's place in the task's input (S50). */
export function streamTableJoin<K, V, T, R>(input: Stream<K, V>, join: StreamTableJoin<K, V, T, R>): Stream<K, R> {
  const { operator, table, isLeft, joiner, name } = join;
  const { keys, view } = table.parts;
  if (!keys.isPlain) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `${operator} cannot find rows by windows, which are in the partition of the key without its window: make a table by whole keys of it first (toStream(), toTable()).`,
    );
  }
  const stream = byItsKeys(input, { name });
  const node = stream.parts.builder.add({
    operator,
    inputs: [table.parts.node, stream.parts.node],
    isJoin: true,
    build(inputs, epoch, place) {
      const rows = new TableReplay<T>(view(epoch));
      return stage<Change<T> | StreamRecord<K, V>, StreamRecord<K, R>>(inputs as never, {
        prepare([, records]) {
          const wanted = new Set<StateKey>();
          for (const { stateKey } of (records ?? []) as readonly StreamRecord<K, V>[]) {
            if (stateKey === null || wanted.has(stateKey)) continue;
            assertInPartition(epoch, place, stateKey);
            wanted.add(stateKey);
          }
          return rows.load(wanted);
        },
        process(item, from, emit) {
          if (from === tableInput) {
            rows.apply(item as Change<T>);
            return;
          }
          const record = item as StreamRecord<K, V>;
          const key = record.stateKey;
          // A null for the row says that there is none; so a null for the value would say the same of the record.
          if (record.value === null || (key === null && !isLeft)) {
            epoch.skip();
            return;
          }
          const row = key === null ? null : rows.get(key);
          if (row === null && !isLeft) return;
          emit(record.with({ value: givenValue(joiner(record.value, row, record.key), place.id) }));
        },
      });
    },
  });
  return new Stream<K, R>({ ...stream.parts, node, valueSerde: (join.value ?? jsonSerde) as Serde<unknown> });
}
