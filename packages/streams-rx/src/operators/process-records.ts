import { jsonSerde, numberSerde, type Serde } from '@millrace/core';
import { type KeyCodec, plainKeys } from '../record/windowed.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';
import { checkedDuration } from '../windows/checked-duration.ts';
import { processEpoch } from './process-epoch.ts';
import type { AnyProcessOptions, ProcessOptions } from './process-options.ts';
import type { ProcessStores } from './process-stores.ts';
import { byItsKeys } from './repartition.ts';
import { userStore } from './user-store.ts';

/**
 * Does with each record whatever a function says, with state stores of its own, and when a time has come, with or without records. The function is called
 * for one record after the other and works with stores at once: what it will look at is read before, for the whole epoch. Kafka Streams' process with a Processor.
 *
 * @example
 * processRecords({
 *   stores: { last: processStore<string, number>() },
 *   *process({ key, value }: StreamRecord<string, number>, { stores: { last } }) {
 *     if (value !== last.get(key)) yield { value };
 *     last.set(key, value);
 *   },
 * })
 */
export function processRecords<K, V, S extends ProcessStores = Record<never, never>, V2 = V, K2 = K>(
  options: ProcessOptions<K, V, S, K2, V2>,
): Operator<Records<K, V>, Records<K2, V2>> {
  return operator('processRecords', (input: Stream<K, V>) => {
    const stream = byItsKeys(input, { name: options.name });
    const { builder, keySerde } = stream.parts;
    const punctuations = options.punctuations ?? [];
    for (const { every } of punctuations) checkedDuration('every', every, 1);
    const stores = Object.entries(options.stores ?? {}).map(([name, given]) =>
      userStore(builder, name, given, keySerde),
    );
    const times = builder.store('process', {
      name: options.name && `${options.name}-times`,
      kind: 'KEY_VALUE',
      retentionMs: null,
      keys: plainKeys(numberSerde) as KeyCodec<unknown>,
      valueSerde: numberSerde as Serde<unknown>,
      isTable: false,
    });
    const onWallClock = punctuations.filter(({ on }) => on === 'WALL_CLOCK').map(({ every }) => every);
    const outKeySerde = (options.key as Serde<unknown> | undefined) ?? keySerde;
    const node = builder.add({
      operator: 'processRecords',
      inputs: [stream.parts.node],
      stores: [...stores.map(({ definition }) => definition), times],
      build: processEpoch(options as unknown as AnyProcessOptions, stores, times, outKeySerde),
      wallClocksMs: onWallClock,
    });
    return new Stream<K2, V2>({
      ...stream.parts,
      node,
      keySerde: outKeySerde,
      valueSerde: (options.value ?? jsonSerde) as Serde<unknown>,
      isRekeyed: options.key !== undefined,
    });
  });
}
