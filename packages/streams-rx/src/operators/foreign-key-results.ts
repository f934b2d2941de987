import { bytesSerde, type Serde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { KeyValueEpoch } from '../epoch/key-value-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { TableReplay } from '../epoch/table-replay.ts';
import { type Change, headersOf } from '../record/change.ts';
import { givenValue } from '../record/given-value.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import type { StateKey } from '../state/state-key.ts';
import type { NodeBuild, Ordered } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import type { TableView } from '../topology/table.ts';
import { type Answer, hashOf, type Subscription } from './foreign-key-topics.ts';

export interface ForeignKeyResults<V, W, R> {
  readonly view: (epoch: EpochContext) => TableView<V>;
  readonly leftSerde: Serde<V>;
  readonly store: StoreDefinition;
  readonly valueSerde: Serde<R>;
  readonly isLeft: boolean;
  /** null: the row refers to nothing. */
  readonly foreignKeyOf: (value: V, key: StateKey) => StateKey | null;
  readonly joiner: (value: V, row: W | null, key: StateKey) => R;
  readonly sendsOld: () => boolean;
}

type Cause = Pick<Change<unknown>, 'timestamp' | 'headers' | 'origin' | 'ordinal'>;

/** Where the left rows are: they subscribe to what they refer to, and become results when answers come. Gives subscriptions, as records, and changes of results. */
export function resolveForeignKeys<V, W, R>(join: ForeignKeyResults<V, W, R>): NodeBuild {
  const { leftSerde, isLeft, foreignKeyOf } = join;
  return (inputs, epoch, { id }) => {
    const joined = (value: V, row: W | null, key: StateKey) => givenValue(join.joiner(value, row, key), id);
    const left = new TableReplay<V>(join.view(epoch));
    const { name, options } = join.store;
    const rows = new KeyValueEpoch<R>(epoch, name, join.valueSerde, { hasTime: options.kind !== 'KEY_VALUE' });
    const sendsOld = join.sendsOld();

    const setRow = (key: StateKey, newValue: R | null, cause: Cause, emit: (out: Ordered) => void) => {
      if (newValue === null && rows.get(key) === null) return;
      const oldValue = sendsOld ? rows.copy(key) : undefined;
      const { timestamp, headers, origin, ordinal } = cause;
      rows.observe(timestamp);
      rows.set(key, newValue);
      const changed: Change<R> = { key, newValue, oldValue, timestamp, headers, origin, ordinal };
      emit(changed);
    };
    const change = (changed: Change<V>, emit: (out: Ordered) => void) => {
      const { key, newValue, timestamp, origin } = changed;
      const headers = headersOf(changed);
      const before = left.get(key);
      left.apply(changed);
      const referred = before === null ? null : foreignKeyOf(before, key);
      const refers = newValue === null ? null : foreignKeyOf(newValue, key);
      const send = (foreignKey: StateKey, value: Subscription) =>
        emit(madeRecord({ origin, keySerde: bytesSerde, keyState: foreignKey, value, timestamp, headers }));
      if (referred !== null && referred !== refers) send(referred, { key, subscriber: null });
      if (refers !== null) {
        const hash = hashOf(leftSerde.serialize(newValue as V));
        send(refers, { key, subscriber: { hash, partition: epoch.partition } });
        return;
      }
      if (newValue !== null && !isLeft) epoch.skip();
      setRow(key, newValue === null || !isLeft ? null : joined(newValue, null, key), changed, emit);
    };
    const answer = (record: StreamRecord<unknown, Answer<W>>, emit: (out: Ordered) => void) => {
      const key = record.stateKey as StateKey;
      const value = left.get(key);
      // The row has changed since, or is gone: what it is now has asked for itself.
      if (value === null || foreignKeyOf(value, key) === null) return;
      if (hashOf(leftSerde.serialize(value)) !== record.value.hash) return;
      const row = record.value.value;
      const { timestamp, ownHeaders: headers, madeOf: origin, ordinal } = record;
      const cause = { timestamp, headers, origin, ordinal };
      setRow(key, row === null && !isLeft ? null : joined(value, row, key), cause, emit);
    };

    return stage<Ordered, Ordered>(inputs, {
      prepare([changes = [], answers = []]) {
        const wanted = new Set((changes as readonly Change<V>[]).map(({ key }) => key));
        for (const record of answers as readonly StreamRecord<unknown, Answer<W>>[]) {
          wanted.add(record.stateKey as StateKey);
        }
        return allReady([left.load(wanted), rows.load(wanted)]);
      },
      process(item, input, emit) {
        if (input === 0) change(item as Change<V>, emit);
        else answer(item as StreamRecord<unknown, Answer<W>>, emit);
      },
    });
  };
}
