import { numberSerde, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { PrefixEpoch } from '../epoch/prefix-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { givenValue } from '../record/given-value.ts';
import type { Origin } from '../record/origin.ts';
import { punctuationOrigin } from '../record/punctuation-origin.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import type { KeyCodec } from '../record/windowed.ts';
import type { StateKey } from '../state/state-key.ts';
import { PunctuationError } from '../task/punctuation-error.ts';
import type { NodeBuild } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import type { AnyProcessOptions, Forwarded, ProcessContext } from './process-options.ts';
import type { KeysOfStores, ProcessStores, StoreAccess } from './process-store.ts';

/** A store of the user's, as the topology has it. */
export interface UserStore {
  readonly name: string;
  readonly definition: StoreDefinition;
  readonly keys: KeyCodec<unknown>;
  readonly valueSerde: Serde<unknown>;
  /** Its keys are written as those of the records are. */
  readonly hasKeysOfRecords: boolean;
}

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
    const held = stores.map(
      ({ definition, keys, valueSerde }) => new PrefixEpoch(epoch, definition.name, keys, valueSerde),
    );
    const context: ProcessContext<ProcessStores> = {
      stores: Object.fromEntries(
        stores.map(({ name, keys }, i) => [name, access(held[i] as PrefixEpoch<unknown, unknown>, keys)]),
      ) as never,
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
        for (const { value } of given) givenValue(value, place.id);
      } catch (error) {
        throw new PunctuationError(place.id, time, error);
      }
      forward(given, origin, time, emit);
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
        const wanted = stores.map(() => ({ keys: new Set<StateKey>(), prefixes: new Set<StateKey>() }));
        const add = (kind: 'keys' | 'prefixes', declared: KeysOfStores<ProcessStores> | undefined) => {
          for (const [i, { name, keys }] of stores.entries()) {
            for (const key of declared?.[name] ?? []) wanted[i]?.[kind].add(keys.encode(key));
          }
        };
        const checked = new Set<StateKey>();
        let latest = Number.NEGATIVE_INFINITY;
        for (const record of all) {
          const { stateKey, timestamp } = record;
          latest = Math.max(latest, timestamp);
          add('keys', options.keysOf?.(record));
          add('prefixes', options.prefixesOf?.(record));
          if (stateKey === null || stores.length === 0 || checked.has(stateKey)) continue;
          assertInPartition(epoch, place, stateKey);
          checked.add(stateKey);
          for (const [i, { hasKeysOfRecords }] of stores.entries()) if (hasKeysOfRecords) wanted[i]?.keys.add(stateKey);
        }
        const load = () => {
          for (const [index, { reads }] of punctuations.entries()) {
            if (!reads || !mayRun(index, latest)) continue;
            for (const [i, { name, keys }] of stores.entries()) {
              const read = reads[name] ?? [];
              for (const prefix of read === 'ALL' ? [''] : read.map((key) => keys.encode(key))) {
                wanted[i]?.prefixes.add(prefix);
              }
            }
          }
          return allReady(
            held.map((store, i) => {
              const { keys, prefixes } = wanted[i] as (typeof wanted)[number];
              return store.load(keys, prefixes);
            }),
          );
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

function access(store: PrefixEpoch<unknown, unknown>, keys: KeyCodec<unknown>): StoreAccess<unknown, unknown> {
  return {
    get: (key) => store.get(key),
    set: (key, value) => store.set(key, value),
    delete: (key) => store.delete(key),
    range: (prefix) => store.entries(keys.encode(prefix)),
    all: () => store.entries(''),
  };
}
