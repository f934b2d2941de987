import type { Serde } from '@millrace/core';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { givenValue } from '../record/given-value.ts';
import { windowKeys as keysByWindow, type Windowed } from '../record/windowed.ts';
import { type StateKey, timeKeyLength, timeOfKey } from '../state/state-key.ts';
import type { Grouping } from '../topology/grouping.ts';
import type { Table } from '../topology/table.ts';
import { sendLate } from '../windows/late-records.ts';
import type { TimeWindows } from '../windows/time-windows.ts';
import { type KeyedWindow, WindowKeys } from '../windows/window-keys.ts';
import type { Windowing } from '../windows/windowing.ts';
import type { Aggregation } from './aggregation.ts';
import { eachKeyed, tableOfGroups } from './table-of-groups.ts';

/** A value of each key and window, which every record changes whose time is in the window, until it has closed (S20, S21, S24). */
export function aggregateByWindow<V, K, A>(
  grouping: Grouping<Windowed<K>, V, K>,
  aggregation: Aggregation<V, A>,
  { windows, retentionMs, lateTopic }: Windowing<TimeWindows>,
): Table<Windowed<K>, A> {
  const { valueSerde, update } = aggregation;
  const { sizeMs, graceMs } = windows;
  return tableOfGroups<Windowed<K>, V, K, A>(grouping, aggregation, {
    keys: keysByWindow(grouping.parts.keySerde as Serde<K>, sizeMs),
    storeKind: 'WINDOW',
    retentionMs,
    closing: {
      closesAt: (key) => timeOfKey(key, key.length - timeKeyLength) + sizeMs + graceMs,
      maxOpenMs: sizeMs + graceMs,
    },
    logic({ epoch, place, store, sendsOld }) {
      const rows = new KeyValueEpoch<A>(epoch, store, valueSerde, { hasTime: true });
      const windowKeys = new WindowKeys(windows);
      /** Windows that begin then or earlier have closed. */
      const closedStart = () =>
        rows.streamTime === null ? Number.NEGATIVE_INFINITY : rows.streamTime - sizeMs - graceMs;
      return {
        prepare(inputs) {
          const keys = new Set<StateKey>();
          const closed = closedStart();
          eachKeyed(inputs, { epoch, place }, (recordKey, { timestamp }) => {
            for (const { start, key } of windowKeys.of(recordKey, timestamp)) if (start > closed) keys.add(key);
          });
          return rows.load(keys);
        },
        process(record, input, emit) {
          const recordKey = record.stateKey;
          if (recordKey === null || record.isTombstone) {
            epoch.skip();
            return;
          }
          const { timestamp, ownHeaders: headers, ordinal, madeOf: origin } = record;
          rows.observe(timestamp);
          const closed = closedStart();
          const those = windowKeys.of(recordKey, timestamp);
          const firstOpen = those.findIndex(({ start }) => start > closed);
          if (firstOpen !== 0) {
            const { start: last } = those.at(firstOpen - (firstOpen < 0 ? 0 : 1)) as KeyedWindow;
            sendLate(
              epoch,
              lateTopic,
              record,
              `The window from ${last} to ${last + sizeMs} had closed: stream time was ${rows.streamTime}, grace is ${graceMs} ms.`,
            );
            if (firstOpen < 0) return;
          }
          for (let i = firstOpen; i < those.length; i++) {
            const { key } = those[i] as KeyedWindow;
            const oldValue = sendsOld ? rows.copy(key) : undefined;
            const newValue = givenValue(update(rows.get(key), record, input), place.id);
            rows.set(key, newValue);
            emit({ key, newValue, oldValue, timestamp, headers, origin, ordinal });
          }
        },
      };
    },
  });
}
