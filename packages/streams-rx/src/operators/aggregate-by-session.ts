import type { Serde } from '@millrace/core';
import { RangeEpoch, type TimeSpan } from '../epoch/range-epoch.ts';
import type { Change } from '../record/change.ts';
import { givenValue } from '../record/given-value.ts';
import { sessionKeys, type Windowed } from '../record/windowed.ts';
import { prefixOf, type StateKey, timeKey, timeKeyLength, timeOfKey } from '../state/state-key.ts';
import type { Grouping } from '../topology/grouping.ts';
import type { Table } from '../topology/table.ts';
import { sendLate } from '../windows/late-records.ts';
import type { SessionWindows } from '../windows/session-windows.ts';
import type { Windowing } from '../windows/windowing.ts';
import type { Aggregation } from './aggregation.ts';
import { eachKeyed, tableOfGroups } from './table-of-groups.ts';

const startOf = (key: StateKey) => timeOfKey(key, key.length - timeKeyLength);
const endOf = (key: StateKey) => timeOfKey(key, key.length - 2 * timeKeyLength);

/**
 * A value of each key and session. A record and all open sessions that it is within the gap of become one session: those that were there
 * are gone, and the new one is there (S22, S24).
 */
export function aggregateBySession<V, K, A>(
  grouping: Grouping<Windowed<K>, V, K>,
  aggregation: Aggregation<V, A>,
  { windows, retentionMs, lateTopic }: Windowing<SessionWindows>,
): Table<Windowed<K>, A> {
  const { valueSerde, update } = aggregation;
  const merge = aggregation.merge as NonNullable<typeof aggregation.merge>;
  const { gapMs, graceMs } = windows;
  return tableOfGroups<Windowed<K>, V, K, A>(grouping, aggregation, {
    keys: sessionKeys(grouping.parts.keySerde as Serde<K>),
    storeKind: 'SESSION',
    retentionMs,
    closing: { closesAt: (key) => endOf(key) + gapMs + graceMs + 1, maxOpenMs: gapMs + graceMs + 1 },
    logic({ epoch, place, store, sendsOld }) {
      const sessions = new RangeEpoch<A>(epoch, store, valueSerde, 'SESSION');
      /** Sessions that end earlier have closed. */
      const firstOpenEnd = () =>
        sessions.streamTime === null ? Number.NEGATIVE_INFINITY : sessions.streamTime - gapMs - graceMs;
      /** Open sessions that a record is within the gap of, ascending. */
      const around = (prefix: StateKey, timestamp: number, firstEnd: number): StateKey[] => {
        // Sessions of a key are apart: they are in the order of their starts, too.
        const later = sessions.keys(prefix, Math.max(timestamp - gapMs, firstEnd), Number.POSITIVE_INFINITY);
        const behind = later.findIndex((key) => startOf(key) > timestamp + gapMs);
        return behind < 0 ? later : later.slice(0, behind);
      };
      return {
        prepare(inputs) {
          const spans: TimeSpan[] = [];
          const firstEnd = firstOpenEnd();
          eachKeyed(inputs, { epoch, place }, (key, { timestamp }) => {
            const from = Math.max(timestamp - gapMs, firstEnd);
            spans.push({ prefix: prefixOf(key), from, to: Number.POSITIVE_INFINITY });
          });
          return sessions.load(spans);
        },
        process(record, input, emit) {
          const recordKey = record.stateKey;
          if (recordKey === null || record.isTombstone) {
            epoch.skip();
            return;
          }
          const { timestamp, ownHeaders: headers, ordinal, madeOf: origin } = record;
          sessions.observe(timestamp);
          const firstEnd = firstOpenEnd();
          const prefix = prefixOf(recordKey);
          const found = around(prefix, timestamp, firstEnd);
          if (found.length === 0 && timestamp < firstEnd) {
            sendLate(
              epoch,
              lateTopic,
              record,
              `The session of ${timestamp} had closed: stream time was ${sessions.streamTime}, gap and grace are ${gapMs} and ${graceMs} ms.`,
            );
            return;
          }
          const first = found[0];
          const last = found.at(-1);
          const start = first === undefined ? timestamp : Math.min(startOf(first), timestamp);
          const end = last === undefined ? timestamp : Math.max(endOf(last), timestamp);
          const key = prefix + timeKey(end) + timeKey(start);
          const change = (of: StateKey, newValue: A | null, oldValue: A | null | undefined): Change<A> => ({
            key: of,
            newValue,
            oldValue,
            timestamp,
            headers,
            origin,
            ordinal,
          });
          const oldValue = sendsOld ? sessions.copy(key) : undefined;
          let before: A | null = null;
          for (const each of found) {
            const value = sessions.get(each) as A;
            if (each !== key) {
              const old = sendsOld ? sessions.copy(each) : undefined;
              sessions.set(each, null);
              emit(change(each, null, old));
            }
            before = before === null ? value : givenValue(merge(before, value, record.key), place.id);
          }
          const newValue = givenValue(update(before, record, input), place.id);
          sessions.set(key, newValue);
          emit(change(key, newValue, oldValue));
        },
      };
    },
  });
}
