import { allReady } from '../epoch/all-ready.ts';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { JoinRows, type JoinRowsOfKey } from '../epoch/join-rows.ts';
import { stage } from '../epoch/stage.ts';
import type { WaitingRecord } from '../epoch/waiting-record.ts';
import { givenValue } from '../record/given-value.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import type { StateKey } from '../state/state-key.ts';
import type { NodeBuild } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import { sendLate } from '../windows/late-records.ts';
import { JoinSide, type JoinSideDefinition } from './join-side.ts';

type AnyRecord = StreamRecord<unknown, unknown>;

interface JoinWork {
  readonly joiner: (value: unknown, other: unknown, key: unknown) => unknown;
  readonly lateTopic: string | undefined;
}

/** How the two sides of a stream-stream join meet in an epoch. All that a record costs beyond its results is a look into the other side's records of its key. */
export function joinEpoch(
  store: StoreDefinition,
  definitions: readonly [JoinSideDefinition, JoinSideDefinition],
  { joiner, lateTopic }: JoinWork,
): NodeBuild {
  return (inputs, epoch, place) => {
    const rows = new JoinRows(epoch, store.name);
    const sides = definitions.map((definition) => new JoinSide(definition, epoch)) as [JoinSide, JoinSide];
    const [left, right] = sides;
    const isWaitedFor = sides.some(({ waiting }) => waiting);
    /** Of each key of the epoch, what is kept of either side. */
    const kept = new Map<StateKey, readonly [JoinRowsOfKey, JoinRowsOfKey]>();
    const keptOf = (key: StateKey) => {
      let both = kept.get(key);
      if (!both) {
        assertInPartition(epoch, place, key);
        both = [left.rowsOf(key), right.rowsOf(key)];
        kept.set(key, both);
      }
      return both;
    };
    const joined = (side: number, own: unknown, other: unknown, key: unknown) =>
      givenValue(side === 0 ? joiner(own, other, key) : joiner(other, own, key), place.id);

    /** Those of both sides that have fallen due because of a record, as results without a partner. What they fail with is their own (S97). */
    const giveDue = ({ timestamp: now, madeOf }: AnyRecord, emit: (out: AnyRecord) => void): void => {
      const due: { readonly side: number; readonly record: WaitingRecord }[] = [];
      for (const [side, { waiting }] of sides.entries()) {
        for (const record of waiting?.advance(now) ?? []) due.push({ side, record });
      }
      if (due.length > 1) due.sort((a, b) => a.record.time - b.record.time);
      for (const { side, record } of due) {
        const { keySerde, valueSerde } = definitions[side] as JoinSideDefinition;
        const { time: timestamp, key: keyState } = record;
        const release = (sides[side] as JoinSide).releaseOf(record, madeOf);
        if (!epoch.releases.lets(release)) continue;
        const made = madeRecord({ origin: release.origin, keySerde, keyState, value: null, timestamp });
        let value: unknown;
        try {
          value = joined(side, valueSerde.deserialize(record.value), null, made.key);
        } catch (error) {
          epoch.releases.failed(release, error);
          continue;
        }
        emit(made.with({ value }));
      }
    };

    return stage<AnyRecord, AnyRecord>(inputs as never, {
      prepare(all) {
        const before = rows.streamTime ?? Number.NEGATIVE_INFINITY;
        let latest = Number.NEGATIVE_INFINITY;
        for (const [i, records] of all.entries()) {
          const [own, other] = [sides[i] as JoinSide, sides[1 - i] as JoinSide];
          const { lookBackMs, lookAheadMs } = own.definition;
          const oldest = before - other.definition.waitMs;
          for (const { timestamp, stateKey } of records) {
            latest = Math.max(latest, timestamp);
            if (stateKey === null) continue;
            const others = keptOf(stateKey)[1 - i] as JoinRowsOfKey;
            others.want(Math.max(timestamp - lookBackMs, oldest), timestamp + lookAheadMs);
          }
        }
        const wanted = [...kept.values()].flat();
        return allReady([rows.load(wanted), ...sides.map(({ waiting }) => waiting?.load(latest))]);
      },

      process(record, side, emit) {
        const [own, other] = [sides[side] as JoinSide, sides[1 - side] as JoinSide];
        const { waitMs, lookBackMs, lookAheadMs, valueSerde } = own.definition;
        const { timestamp, stateKey, value } = record;
        if (rows.streamTime === null || timestamp > rows.streamTime) {
          rows.observe(timestamp);
          if (isWaitedFor) giveDue(record, emit);
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
        const both = keptOf(stateKey);
        const met = (both[1 - side] as JoinRowsOfKey).within(from, timestamp + lookAheadMs);
        for (const row of met) {
          other.waiting?.remove(row.id, row.time);
          const result = joined(side, value, other.valueOf(row), record.key);
          emit(record.with({ value: result, timestamp: Math.max(timestamp, row.time) }));
        }
        if (timestamp >= streamTime - waitMs) {
          const bytes = record.encodedValue(valueSerde, true) as Uint8Array;
          rows.add(both[side] as JoinRowsOfKey, { time: timestamp, id, bytes, value });
          if (met.length === 0 && own.waiting) {
            const { topic, offset, headers } = record;
            const place = { topic, offset, headers };
            own.waiting.add({ time: timestamp, id, key: stateKey, value: bytes, place });
          }
        } else if (met.length === 0) {
          if (own.waiting) giveAlone();
          else {
            const reason = `Nothing of that time can be met any more: stream time was ${streamTime}, and records are kept for ${waitMs} ms.`;
            sendLate(epoch, lateTopic, record, reason);
          }
        }
      },
    });
  };
}
