import { numberSerde, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { checkedTime } from '../record/checked-time.ts';
import { givenValue } from '../record/given-value.ts';
import type { Origin } from '../record/origin.ts';
import { punctuationOrigin } from '../record/punctuation-origin.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import type { StateKey } from '../state/state-key.ts';
import { PunctuationError } from '../task/punctuation-error.ts';
import type { NodeBuild } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import type { AnyProcessOptions, Forwarded, ProcessContext } from './process-options.ts';
import type { ProcessStores } from './process-stores.ts';
import type { UserStore } from './user-store.ts';

type AnyRecord = StreamRecord<unknown, unknown>;
type Emit = (out: AnyRecord) => void;
type Punctuations = NonNullable<AnyProcessOptions['punctuations']>;

/** How `processRecords` works in an epoch. `times` keeps stream time, and when punctuations on the wall clock were last. */
export function processEpoch(
  options: AnyProcessOptions,
  stores: readonly UserStore[],
  times: StoreDefinition,
  keySerde: Serde<unknown>,
): NodeBuild {
  const punctuations: Punctuations = options.punctuations ?? [];
  const wallClockKey = (index: number): StateKey => String(index);
  const onWallClock = punctuations.flatMap(({ on }, index) => (on === 'WALL_CLOCK' ? [index] : []));

  return ([records], epoch, place) => {
    const clocks = new KeyValueEpoch<number>(epoch, times.name, numberSerde, { hasTime: true });
    const held = stores.map((store) => [store.name, store.hold(epoch)] as const);
    const context: ProcessContext<ProcessStores> = {
      stores: Object.fromEntries(held.map(([name, { access }]) => [name, access])) as never,
      get streamTime() {
        return clocks.streamTime;
      },
      wallClock: epoch.wallClock,
      partition: epoch.partition,
    };
    let hasBegun = false;

    const forward = (given: Iterable<Forwarded<unknown, unknown>>, origin: Origin, time: number, emit: Emit) => {
      for (const { key = null, value, timestamp = time, headers } of given) {
        const made = madeRecord({ origin, keySerde, key, value, timestamp });
        emit(headers ? made.with({ headers }) : made);
      }
    };
    const punctuate = (index: number, time: number, origin: Origin, emit: Emit) => {
      const { punctuate: run } = punctuations[index] as Punctuations[number];
      let given: readonly Forwarded<unknown, unknown>[];
      try {
        given = [...(run(time, context) ?? [])];
        for (const { value, timestamp } of given) {
          givenValue(value, place.id);
          if (timestamp !== undefined) checkedTime(timestamp, place.id);
        }
      } catch (error) {
        throw new PunctuationError(place.id, time, error);
      }
      // Where what follows fails with what it gave, no record is to blame either.
      const release = { kind: 'PUNCTUATION', id: `${place.id}/${index}`, node: place.id, time } as const;
      if (given.length > 0 && epoch.releases.lets(release)) forward(given, origin, time, emit);
    };
    /** Before the first record: what the wall clock has brought. */
    const begin = (emit: Emit) => {
      if (hasBegun) return;
      hasBegun = true;
      for (const index of onWallClock) {
        const last = clocks.get(wallClockKey(index));
        const { every } = punctuations[index] as Punctuations[number];
        const due = lastMultiple(epoch.wallClock, every);
        if (last !== null && due <= last) continue;
        clocks.set(wallClockKey(index), due);
        if (last !== null) punctuate(index, due, punctuationOrigin(epoch.partition, due), emit);
      }
    };
    /** What a record brings by its time. */
    const advance = ({ timestamp, madeOf }: AnyRecord, emit: Emit) => {
      const before = clocks.streamTime;
      clocks.observe(timestamp);
      for (const [, store] of held) store.observe(timestamp);
      if (before === null || timestamp <= before) return;
      for (const [index, { on, every }] of punctuations.entries()) {
        const due = lastMultiple(timestamp, every);
        if (on === 'STREAM_TIME' && due > lastMultiple(before, every)) punctuate(index, due, madeOf, emit);
      }
    };

    /** Whether a punctuation runs in an epoch whose latest record has that time, as far as can be told. */
    const mayRun = (index: number, latest: number): boolean => {
      const { on, every } = punctuations[index] as Punctuations[number];
      const last = on === 'WALL_CLOCK' ? clocks.get(wallClockKey(index)) : clocks.streamTime;
      if (on === 'WALL_CLOCK') return last !== null && lastMultiple(epoch.wallClock, every) > last;
      // Of the first epoch: its records are not in order as a rule.
      return last === null || lastMultiple(latest, every) > lastMultiple(last, every);
    };

    return stage<AnyRecord, AnyRecord>([records as never], {
      prepare([all = []]) {
        const checked = new Set<StateKey>();
        let latest = Number.NEGATIVE_INFINITY;
        for (const record of all) {
          const { stateKey, timestamp } = record;
          latest = Math.max(latest, timestamp);
          const looks = options.keysOf?.(record);
          const prefixes = options.prefixesOf?.(record);
          for (const [name, store] of held) {
            if (looks) store.want(looks[name] ?? []);
            if (prefixes) store.wantAllOf(prefixes[name] ?? []);
            if (stateKey !== null) store.expect(stateKey, timestamp);
          }
          if (stateKey === null || stores.length === 0 || checked.has(stateKey)) continue;
          assertInPartition(epoch, place, stateKey);
          checked.add(stateKey);
        }
        const load = () => {
          for (const [index, { reads }] of punctuations.entries()) {
            if (!reads || !mayRun(index, latest)) continue;
            for (const [name, store] of held) {
              const read = reads[name] ?? [];
              if (read === 'ALL') store.wantEverything();
              else store.wantAllOf(read);
            }
          }
          return allReady(held.map(([, store]) => store.load()));
        };
        const ready = clocks.load(onWallClock.map(wallClockKey));
        return ready instanceof Promise ? ready.then(load) : load();
      },
      process(record, _input, emit) {
        begin(emit);
        advance(record, emit);
        for (const { value, timestamp, headers, ...rest } of options.process(record, context) ?? []) {
          const key = 'key' in rest ? (rest.key ?? null) : undefined;
          const changed = record.with({
            value: givenValue(value, place.id),
            ...(timestamp !== undefined && { timestamp }),
            ...(headers && { headers }),
          });
          emit(
            key === undefined && options.key === undefined
              ? changed
              : changed.withKey(key === undefined ? record.key : key, keySerde),
          );
        }
      },
      finish: begin,
    });
  };
}

const lastMultiple = (time: number, every: number) => Math.floor(time / every) * every;
