import { bytesSerde } from '@millrace/core';
import { allReady } from '../epoch/all-ready.ts';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { PrefixEpoch } from '../epoch/prefix-epoch.ts';
import { stage } from '../epoch/stage.ts';
import { TableReplay } from '../epoch/table-replay.ts';
import { type Change, headersOf } from '../record/change.ts';
import { madeRecord, type StreamRecord } from '../record/stream-record.ts';
import type { KeyCodec } from '../record/windowed.ts';
import { prefixOf, type StateKey } from '../state/state-key.ts';
import type { NodeBuild, Ordered } from '../topology/node.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';
import type { TableView } from '../topology/table.ts';
import { type Answer, type Subscriber, type Subscription, subscriberSerde } from './foreign-key-topics.ts';

/** Keys as they are: the prefix of a foreign key and the key of the row that refers to it. */
const asTheyAre: KeyCodec<StateKey> = {
  isPlain: true,
  recordSerde: bytesSerde as never,
  serde: bytesSerde as never,
  decode: (key) => key,
  encode: (key) => key,
};

/** Where the rows are that others refer to: keeps who does, and answers a subscription at once and whenever the row changes. */
export function answerForeignKeys<W>({
  view,
  store,
}: {
  readonly view: (epoch: EpochContext) => TableView<W>;
  readonly store: StoreDefinition;
}): NodeBuild {
  return (inputs, epoch) => {
    const right = new TableReplay<W>(view(epoch));
    const subscribers = new PrefixEpoch<StateKey, Subscriber>(epoch, store.name, asTheyAre, subscriberSerde);
    type Out = StreamRecord<unknown, Answer<W>>;

    const answer = (
      key: StateKey,
      { hash, partition }: Subscriber,
      value: W | null,
      cause: Pick<Change<unknown>, 'origin' | 'timestamp' | 'headers'>,
    ): Out =>
      madeRecord({
        origin: cause.origin,
        keySerde: bytesSerde,
        keyState: key,
        value: { hash, partition, value },
        timestamp: cause.timestamp,
        headers: headersOf(cause),
      }) as StreamRecord<unknown, Answer<W>>;

    return stage<Ordered, Out>(inputs, {
      prepare([changes = [], subscriptions = []]) {
        const changed = (changes as readonly Change<W>[]).map(({ key }) => key);
        const asked = (subscriptions as readonly StreamRecord<unknown, Subscription>[]).map(
          ({ stateKey }) => stateKey as StateKey,
        );
        return allReady([
          right.load([...changed, ...asked]),
          subscribers.load(new Set(), new Set(changed.map(prefixOf))),
        ]);
      },
      process(item, input, emit) {
        if (input === 0) {
          const change = item as Change<W>;
          const prefix = prefixOf(change.key);
          const wasThere = right.get(change.key) !== null;
          right.apply(change);
          if (!wasThere && change.newValue === null) return;
          for (const { key, value } of subscribers.entries(prefix)) {
            emit(answer(key.slice(prefix.length), value, change.newValue, change));
          }
          return;
        }
        const {
          stateKey,
          value,
          timestamp,
          ownHeaders: headers,
          madeOf: origin,
        } = item as StreamRecord<unknown, Subscription>;
        const foreignKey = stateKey as StateKey;
        const { key, subscriber } = value;
        if (subscriber === null) {
          subscribers.delete(prefixOf(foreignKey) + key);
          return;
        }
        subscribers.set(prefixOf(foreignKey) + key, subscriber);
        emit(answer(key, subscriber, right.get(foreignKey), { origin, timestamp, headers }));
      },
    });
  };
}
