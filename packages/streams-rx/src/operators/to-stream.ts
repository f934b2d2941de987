import type { Serde } from '@millrace/core';
import { stage } from '../epoch/stage.ts';
import { type Change, headersOf } from '../record/change.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import type { StateKey } from '../state/state-key.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';
import type { Table } from '../topology/table.ts';

/** LAST: of each key the last change of an epoch. ALL: every change. */
export type Emit = 'LAST' | 'ALL';

export interface ToStreamOptions {
  /** Default LAST: how many changes come then depends on the load; the last one is always there. */
  readonly emit?: Emit;
}

/**
 * The changes of a table as records: the new value, null where there is none any more (`filter(hasValue)` leaves those out). Kafka Streams'
 * KTable.toStream, whose cache drops changes that are followed by others, too.
 */
export function toStream<K, V>(options: ToStreamOptions = {}): Operator<Table<K, V>, Records<K, V | null>> {
  return operator('toStream', (table: Table<K, V>): Stream<K, V | null> => {
    const { builder, node: input, keys, valueSerde } = table.parts;
    const emitsAll = options.emit === 'ALL';
    const recordOf = (change: Change<V>): StreamRecord<K, V | null> => {
      const { key, newValue: value, timestamp, origin } = change;
      const headers = headersOf(change);
      return keys.isPlain
        ? madeRecord({ origin, keySerde: keys.serde, keyState: key, value, timestamp, headers })
        : madeRecord({ origin, keySerde: keys.serde, key: keys.decode(key), value, timestamp, headers });
    };
    const node = builder.add({
      operator: 'toStream',
      inputs: [input],
      build([changes]) {
        const seen: Change<V>[] = [];
        return stage<Change<V>, StreamRecord<K, V | null>>([changes as never], {
          prepare() {},
          process(change, _input, emit) {
            if (emitsAll) emit(recordOf(change));
            else seen.push(change);
          },
          finish(emit) {
            for (const change of lastOfEach(seen)) emit(recordOf(change));
          },
        });
      },
    });
    return new Stream<K, V | null>({
      builder,
      node,
      keySerde: keys.serde as Serde<unknown>,
      valueSerde: valueSerde as Serde<unknown>,
      // Rows of windows are with the key in them: written, they would be with their windows.
      isRekeyed: !keys.isPlain,
    });
  });
}

/** The last change of each key, in their order. */
function lastOfEach<V>(changes: readonly Change<V>[]): Change<V>[] {
  const keys = new Set<StateKey>();
  const last: Change<V>[] = [];
  for (let i = changes.length - 1; i >= 0; i--) {
    const change = changes[i] as Change<V>;
    if (keys.has(change.key)) continue;
    keys.add(change.key);
    last.push(change);
  }
  return last.reverse();
}
