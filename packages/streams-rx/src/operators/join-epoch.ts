import { allReady } from '../epoch/all-ready.ts';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { RangeEpoch, type TimeSpan } from '../epoch/range-epoch.ts';
import { stage } from '../epoch/stage.ts';
import type { WaitingRecord } from '../epoch/waiting-records.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import { type StateKey, timeKey, timeOfKey } from '../state/state-key.ts';
import type { NodeBuild } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import { type BufferedValue, bufferedSerde, JoinSide, type JoinSideDefinition } from './join-side.ts';

type AnyRecord = StreamRecord<unknown, unknown>;
type Joiner = (value: unknown, other: unknown, key: unknown) => unknown;

/** Eight characters of a time and eight that tell records of one time apart. */
const timeFromEnd = 16;
const idLength = 8;

/** How the two sides of a stream-stream join meet in an epoch. All that a record costs beyond its results is a look into the other side's records of its key. */
export function joinEpoch(
  store: StoreDefinition,
  definitions: readonly [JoinSideDefinition, JoinSideDefinition],
  joiner: Joiner,
): NodeBuild {
  return (inputs, epoch, place) => {
    const rows = new RangeEpoch<BufferedValue>(epoch, store.name, bufferedSerde, 'BUFFER');
    const sides = definitions.map((definition) => new JoinSide(definition, epoch));
    const joined = (side: number, own: unknown, other: unknown, key: unknown) =>
      side === 0 ? joiner(own, other, key) : joiner(other, own, key);

    /** Those of both sides that have fallen due because of `cause`, as results without a partner. */
    const giveDue = (cause: AnyRecord, emit: (out: AnyRecord) => void): void => {
      const due: { readonly side: number; readonly record: WaitingRecord }[] = [];
      for (const [side, { waiting }] of sides.entries()) {
        for (const record of waiting?.advance(cause.timestamp) ?? []) due.push({ side, record });
      }
      if (due.length > 1) due.sort((a, b) => a.record.time - b.record.time);
      for (const { side, record } of due) {
        const { keySerde, valueSerde } = definitions[side] as JoinSideDefinition;
        const { time: timestamp, key: keyState } = record;
        const made = madeRecord({ origin: cause.madeOf, keySerde, keyState, value: null, timestamp });
        const value = valueSerde.deserialize(record.value);
        emit(made.with({ value: joined(side, value, null, made.key) }));
      }
    };

    return stage<AnyRecord, AnyRecord>(inputs as never, {
      prepare(all) {
        const spans: TimeSpan[] = [];
        const before = rows.streamTime ?? Number.NEGATIVE_INFINITY;
        let latest = Number.NEGATIVE_INFINITY;
        const seen = new Set<StateKey>();
        for (const [i, records] of all.entries()) {
          const [own, other] = [sides[i] as JoinSide, sides[1 - i] as JoinSide];
          const { lookBackMs, lookAheadMs } = own.definition;
          for (const { timestamp, stateKey } of records) {
            latest = Math.max(latest, timestamp);
            if (stateKey === null) continue;
            if (!seen.has(stateKey)) {
              assertInPartition(epoch, place, stateKey);
              seen.add(stateKey);
            }
            const from = Math.max(timestamp - lookBackMs, before - other.definition.waitMs);
            spans.push({ prefix: other.prefixOf(stateKey), from, to: timestamp + lookAheadMs });
          }
        }
        return allReady([rows.load(spans), ...sides.map(({ waiting }) => waiting?.load(latest))]);
      },

      process(record, side, emit) {
        const [own, other] = [sides[side] as JoinSide, sides[1 - side] as JoinSide];
        const { waitMs, lookBackMs, lookAheadMs, valueSerde } = own.definition;
        const { timestamp, stateKey, value } = record;
        if (rows.streamTime === null || timestamp > rows.streamTime) {
          rows.observe(timestamp);
          giveDue(record, emit);
        }
        const streamTime = rows.streamTime as number;
        const giveAlone = () => emit(record.with({ value: joined(side, value, null, record.key) }));
        if (value === null || (stateKey === null && !own.waiting)) {
          epoch.skip();
          return;
        }
        if (stateKey === null) {
          giveAlone();
          return;
        }
        const id = own.ids.next(record.madeOf);
        const from = Math.max(timestamp - lookBackMs, streamTime - other.definition.waitMs);
        const met = rows.entries(other.prefixOf(stateKey), from, timestamp + lookAheadMs);
        for (const { key, value: buffered } of met) {
          const time = timeOfKey(key, key.length - timeFromEnd);
          other.waiting?.remove(key.slice(-idLength), time);
          const result = joined(side, value, other.valueOf(buffered), record.key);
          emit(record.with({ value: result, timestamp: Math.max(timestamp, time) }));
        }
        if (timestamp >= streamTime - waitMs) {
          const bytes = record.encodedValue(valueSerde, true) as Uint8Array;
          rows.set(own.prefixOf(stateKey) + timeKey(timestamp) + id, { bytes, value });
          if (met.length === 0) own.waiting?.add(id, { time: timestamp, key: stateKey, value: bytes });
        } else if (met.length === 0) {
          if (own.waiting) giveAlone();
          else epoch.late(record.madeOf);
        }
      },
    });
  };
}
