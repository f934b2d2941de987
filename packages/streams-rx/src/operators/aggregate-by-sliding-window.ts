import { numberSerde, type Serde } from '@millrace/core';
import { givenValue } from '../record/given-value.ts';
import { type KeyCodec, type Windowed, windowKeys } from '../record/windowed.ts';
import { prefixOf, type StateKey, timeKey, timeKeyLength, timeOfKey } from '../state/state-key.ts';
import type { Grouping } from '../topology/grouping.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import type { Table } from '../topology/table.ts';
import { sendLate } from '../windows/late-records.ts';
import { SlidingRows, slidingSuffixes } from '../windows/sliding-rows.ts';
import type { SlidingWindows } from '../windows/sliding-windows.ts';
import { neededMs, type Windowing } from '../windows/windowing.ts';
import type { Aggregation } from './aggregation.ts';
import { eachKeyed, tableOfGroups } from './table-of-groups.ts';

/**
 * A value of each key and sliding window. A record changes the windows that it is in, and may bring up to three that were not there: the one that ends with
 * it, the one behind the record before it, and the one behind itself. What those have of records before it, they have from windows that
 * were there (S23, S24).
 */
export function aggregateBySlidingWindow<V, K, A>(
  grouping: Grouping<Windowed<K>, V, K>,
  aggregation: Aggregation<V, A>,
  { windows, retentionMs, lateTopic }: Windowing<SlidingWindows>,
): Table<Windowed<K>, A> {
  const { operator, valueSerde, update } = aggregation;
  const { timeDifferenceMs: difference, graceMs } = windows;
  const { builder, keySerde } = grouping.parts;
  const keys = windowKeys(keySerde as Serde<K>, difference);
  const own = (store: StoreDefinition, suffix: string, serde: unknown): StoreDefinition =>
    builder.store(operator, {
      name: undefined,
      beside: { store, suffix },
      kind: 'WINDOW',
      retentionMs: neededMs(windows),
      neededMs: neededMs(windows),
      keys: keys as KeyCodec<unknown>,
      valueSerde: serde as Serde<unknown>,
      isTable: false,
    });
  return tableOfGroups<Windowed<K>, V, K, A>(grouping, aggregation, {
    keys,
    storeKind: 'WINDOW',
    retentionMs,
    closing: {
      closesAt: (key) => timeOfKey(key, key.length - timeKeyLength) + difference + graceMs + 1,
      // Of the window behind a record, which begins 1 ms after it.
      maxOpenMs: difference + graceMs + 2,
    },
    beside: (store) => [own(store, slidingSuffixes.closed, valueSerde), own(store, slidingSuffixes.times, numberSerde)],
    logic({ epoch, place, store, sendsOld }) {
      const rows = new SlidingRows<A>(epoch, store, valueSerde, windows);
      return {
        prepare(inputs) {
          const records: { readonly prefix: StateKey; readonly timestamp: number }[] = [];
          eachKeyed(inputs, { epoch, place }, (key, { timestamp }) =>
            records.push({ prefix: prefixOf(key), timestamp }),
          );
          return rows.load(records);
        },
        process(record, input, emit) {
          if (record.stateKey === null || record.isTombstone) {
            epoch.skip();
            return;
          }
          const { timestamp, ownHeaders: headers, ordinal, madeOf: origin } = record;
          const left = timestamp - difference;
          rows.observe(timestamp);
          if (rows.hasClosed(timestamp)) {
            sendLate(
              epoch,
              lateTopic,
              record,
              `The window from ${left} to ${timestamp} had closed: stream time was ${rows.streamTime}, grace is ${graceMs} ms.`,
            );
            if (rows.hasClosed(timestamp + difference)) return;
          }
          const prefix = prefixOf(record.stateKey);
          const updated = (value: A | null) => givenValue(update(value, record, input), place.id);
          const put = (start: number, newValue: A | null) => {
            const key = prefix + timeKey(start);
            const oldValue = sendsOld ? rows.copy(prefix, start) : undefined;
            if (!rows.set(prefix, start, newValue)) return;
            emit({ key, newValue, oldValue, timestamp, headers, origin, ordinal });
          };
          const within = rows.starts(prefix, left, timestamp);
          const latest = within.at(-1);
          const [previous] = rows.recordTimes(prefix, left - 1, timestamp - 1).slice(-1);
          // As the windows are before this record.
          const [before] =
            previous !== undefined && previous >= left
              ? rows.starts(prefix, left - difference, left - 1).slice(-1)
              : [];
          const behind =
            latest !== undefined &&
            latest > left &&
            rows.recordTimes(prefix, timestamp, timestamp).length === 0 &&
            rows.recordTimes(prefix, timestamp + 1, timestamp + difference + 1).length > 0 &&
            rows.get(prefix, timestamp + 1) === null
              ? rows.copy(prefix, latest)
              : null;
          if (previous !== undefined && !within.includes(previous + 1)) put(previous + 1, updated(null));
          if (within[0] !== left && previous !== left - 1) {
            put(left, updated(before === undefined ? null : rows.copy(prefix, before)));
          }
          for (const start of within) put(start, updated(rows.get(prefix, start)));
          if (behind !== null) put(timestamp + 1, behind);
          rows.keepTime(prefix, timestamp);
        },
      };
    },
  });
}
