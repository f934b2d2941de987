import { jsonSerde, type Serde } from '@millrace/core';
import { concatMap, EMPTY, type Observable, of } from 'rxjs';
import { decodedBy } from '../record/decoded-by.ts';
import { givenValue } from '../record/given-value.ts';
import type { GlobalRow } from '../record/global-row.ts';
import { GlobalRowError } from '../record/global-row-error.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { type StateKey, stateKeyOf } from '../state/state-key.ts';
import type { GlobalTable } from '../topology/global-table.ts';
import { Stream } from '../topology/stream.ts';

export interface GlobalJoinOptions<R> {
  /** How results are written. Default JSON. */
  readonly value?: Serde<R>;
}

export interface StreamGlobalTableJoin<K, V, G, T, R> extends GlobalJoinOptions<R> {
  readonly operator: string;
  readonly table: GlobalTable<G, T>;
  readonly isLeft: boolean;
  readonly keyOf: (record: StreamRecord<K, V>) => G | null | undefined;
  /** null for the row: only where the join is a left one. */
  readonly joiner: (value: V, row: T | null, key: K) => R;
}

/** A record with the row of a global table that its instance has when the record is processed (S53). */
export function streamGlobalTableJoin<K, V, G, T, R>(
  stream: Stream<K, V>,
  join: StreamGlobalTableJoin<K, V, G, T, R>,
): Stream<K, R> {
  const { operator, isLeft, keyOf, joiner } = join;
  const table = join.table.node;
  const node = stream.parts.builder.add({
    operator,
    inputs: [stream.parts.node, table],
    build([records], epoch, { id }) {
      const rows = epoch.global(table.topic);
      const decoded = new Map<StateKey, T | null>();
      const decode = (row: GlobalRow): T | null => {
        try {
          return decodedBy(table.valueSerde, row.value) as T;
        } catch (cause) {
          epoch.unreadable(new GlobalRowError(table.topic, row, cause));
          return null;
        }
      };
      const rowOf = (key: G): T | null => {
        const stateKey = stateKeyOf(table.keySerde.serialize(key));
        let value = decoded.get(stateKey);
        if (value === undefined) {
          const row = rows.get(stateKey);
          value = row ? decode(row) : null;
          decoded.set(stateKey, value);
        }
        return value;
      };
      return (records as unknown as Observable<StreamRecord<K, V>>).pipe(
        concatMap((record) => {
          const key = record.value === null ? null : (keyOf(record) ?? null);
          if (record.value === null || (key === null && !isLeft)) {
            epoch.skip();
            return EMPTY;
          }
          const row = key === null ? null : rowOf(key);
          if (row === null && !isLeft) return EMPTY;
          return of(record.with({ value: givenValue(joiner(record.value, row, record.key), id) }));
        }),
      );
    },
  });
  return new Stream<K, R>({ ...stream.parts, node, valueSerde: (join.value ?? jsonSerde) as Serde<unknown> });
}
