import { bytesSerde, jsonSerde, MillraceError, type Serde } from '@millrace/core';
import { filter, type Observable } from 'rxjs';
import { StoreView } from '../epoch/store-view.ts';
import { StreamRecord } from '../record/stream-record.ts';
import { type KeyCodec, plainKeys } from '../record/windowed.ts';
import type { Ordered } from '../topology/node.ts';
import { Table } from '../topology/table.ts';
import { answerForeignKeys } from './foreign-key-answers.ts';
import { resolveForeignKeys } from './foreign-key-results.ts';
import { type Answer, answerSerde, subscriberSerde, subscriptionSerde } from './foreign-key-topics.ts';
import { writeRecords } from './write-records.ts';

export interface ForeignKeyJoinOptions<R> {
  /** Name of its store, by which it is found again when the topology has changed. Default: the operator's with a number. */
  readonly store?: string;
  /** Part of the names of the two topics of the application's own that it works through. Default: the operator's with a number. */
  readonly name?: string;
  /** How its values are kept. Default JSON. */
  readonly value?: Serde<R>;
}

export interface ForeignKeyJoin<K, V, F, W, R> extends ForeignKeyJoinOptions<R> {
  readonly operator: string;
  readonly other: Table<F, W>;
  readonly foreignKeyOf: (value: V, key: K) => F | null | undefined;
  /** Whether there is a row, too, for those that refer to nothing. */
  readonly isLeft: boolean;
  /** null for the other one: only where the join is a left one. */
  readonly joiner: (value: V, other: W | null, key: K) => R;
}

/**
 * The rows of a table, each with the row of another one that it refers to (S80). The other one is partitioned by its own keys, so a row subscribes to what it refers to,
 * through a topic by foreign key; there subscriptions are kept; and answers come back through a topic by the row's key, now and whenever the other row changes.
 * An answer that was made for an older value of the row is dropped: a newer one is on its way. KIP-213.
 */
export function foreignKeyJoin<K, V, F, W, R>(table: Table<K, V>, join: ForeignKeyJoin<K, V, F, W, R>): Table<K, R> {
  const { operator, other, isLeft, joiner, foreignKeyOf } = join;
  const { builder, keys, storeKind, retentionMs } = table.parts;
  const foreignKeys = other.parts.keys;
  if (!foreignKeys.isPlain) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `${operator} cannot refer to rows by windows: give the other table keys of its own.`,
    );
  }
  const valueSerde = join.value ?? (jsonSerde as Serde<R>);
  const name = join.name ?? builder.nextName(operator);
  const topicOf = (part: string) => `${builder.applicationId}-${name}-${part}-repartition`;
  const answersSerde = answerSerde(other.parts.valueSerde);
  const internal = { partitions: undefined };
  const answers = builder.source({
    topic: topicOf('answer'),
    keySerde: bytesSerde as Serde<unknown>,
    valueSerde: answersSerde as Serde<unknown>,
    internal,
  });
  const subscriptions = builder.source({
    topic: topicOf('subscription'),
    keySerde: bytesSerde as Serde<unknown>,
    valueSerde: subscriptionSerde as Serde<unknown>,
    internal,
  });
  const store = builder.store(operator, {
    name: join.store,
    kind: storeKind,
    retentionMs,
    keys: keys as KeyCodec<unknown>,
    valueSerde: valueSerde as Serde<unknown>,
    isTable: true,
  });
  let sendsOld = false;
  const resolver = builder.add({
    operator,
    inputs: [table.parts.node, answers],
    stores: [store],
    isJoin: true,
    build: resolveForeignKeys<V, W, R>({
      view: table.parts.view,
      leftSerde: table.parts.valueSerde,
      store,
      valueSerde,
      isLeft,
      foreignKeyOf(value, key) {
        const foreignKey = foreignKeyOf(value, keys.decode(key)) ?? null;
        return foreignKey === null ? null : foreignKeys.encode(foreignKey);
      },
      joiner: (value, row, key) => joiner(value, row, keys.decode(key)),
      sendsOld: () => sendsOld,
    }),
  });
  const part = (suffix: string, takes: (item: Ordered) => boolean) =>
    builder.add({
      operator: `${operator}-${suffix}`,
      inputs: [resolver],
      build: ([items]) => (items as Observable<Ordered>).pipe(filter(takes)),
    });
  const subscribing = part('subscriptions', (item) => item instanceof StreamRecord);
  const node = part('rows', (item) => !(item instanceof StreamRecord));
  builder.sink({
    operator: `${operator}-subscribe`,
    input: subscribing,
    topic: subscriptions.topic,
    valueSerde: subscriptionSerde as Serde<unknown>,
    internal: true,
    build: writeRecords(subscriptions.topic, {
      keySerde: undefined,
      valueSerde: subscriptionSerde as Serde<unknown>,
      isExplicit: true,
    }),
  });
  const subscribers = builder.store(`${operator}-subscribers`, {
    name: join.store && `${join.store}-subscribers`,
    kind: 'KEY_VALUE',
    retentionMs: null,
    keys: plainKeys(bytesSerde) as KeyCodec<unknown>,
    valueSerde: subscriberSerde as Serde<unknown>,
    isTable: false,
  });
  const answering = builder.add({
    operator: `${operator}-answers`,
    inputs: [other.parts.node, subscriptions],
    stores: [subscribers],
    isJoin: true,
    build: answerForeignKeys<W>({ view: other.parts.view, store: subscribers }),
  });
  builder.sink({
    operator: `${operator}-answer`,
    input: answering,
    topic: answers.topic,
    valueSerde: answersSerde as Serde<unknown>,
    internal: true,
    build: writeRecords(answers.topic, {
      keySerde: undefined,
      valueSerde: answersSerde as Serde<unknown>,
      isExplicit: true,
      partitionOf: ({ value }) => (value as Answer<W>).partition,
    }),
  });
  return new Table<K, R>({
    ...table.parts,
    node,
    valueSerde,
    store,
    // The other table changes when it likes.
    closing: undefined,
    view: (epoch) => new StoreView(epoch.state(store.name), valueSerde),
    requireOld: () => {
      sendsOld = true;
    },
  });
}
