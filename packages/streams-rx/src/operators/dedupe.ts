import { createHash } from 'node:crypto';
import { bytesSerde, type Serde } from '@millrace/core';
import { assertInPartition } from '../epoch/assert-in-partition.ts';
import { maxStateKeyBytes } from '../epoch/assert-storable-key.ts';
import { RangeEpoch, type TimeSpan } from '../epoch/range-epoch.ts';
import { stage } from '../epoch/stage.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { type KeyCodec, plainKeys } from '../record/windowed.ts';
import { textSerde } from '../serde/topic-serde.ts';
import { bytesOf, prefixOf, type StateKey, stateKeyOf, timeKey, timeKeyLength } from '../state/state-key.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';
import { checkedDuration } from '../windows/checked-duration.ts';
import { type LateOptions, lateSink, sendLate } from '../windows/late-records.ts';
import { byItsKeys } from './repartition.ts';

export interface DedupeOptions<K, V> extends LateOptions {
  /**
   * What is the same of duplicates: texts, or values that are compared by their JSON, of any length. Default: the key. Records of one id must have
   * one key, or else they are in several partitions and nobody finds that they are the same.
   */
  readonly by?: (record: StreamRecord<K, V>) => unknown;
  /** How far apart in time records of one id are that are no duplicates any more, ms. */
  readonly within: number;
  /** Name of its state, by which it is found again when the topology has changed. Default: the operator's with a number. */
  readonly store?: string;
  /** Part of the name of the repartition topic that records go through whose keys have changed. Default: the operator's with a number. */
  readonly name?: string;
}

const isThere = new Uint8Array(0);

/**
 * Lets the first record of an id through, and of those after it the first that is `within` or more away from every one that was let through. A record without an id is nobody's
 * duplicate. One that is more than `within` behind stream time is late, as nobody knows any more what came near it. Kafka has it as a recipe
 * (EventDeduplication).
 *
 * @example
 * dedupe({ by: ({ value }) => value.paymentId, within: hours(1) })
 */
export function dedupe<K, V>(options: DedupeOptions<K, V>): Operator<Records<K, V>, Records<K, V>> {
  return operator('dedupe', (input: Stream<K, V>) => {
    const { by, store: name, late } = options;
    const within = checkedDuration('within', options.within, 1);
    const stream = byItsKeys(input, { name: options.name });
    const { builder, node: source } = stream.parts;
    const store = builder.store('dedupe', {
      name,
      kind: 'WINDOW',
      // One that is just not late may be the duplicate of one that is nearly as far before it.
      retentionMs: 2 * within,
      keys: plainKeys(bytesSerde) as KeyCodec<unknown>,
      valueSerde: bytesSerde as Serde<unknown>,
      isTable: false,
    });
    const prefixOfId = (record: StreamRecord<K, V>): StateKey | null => {
      if (!by) return record.stateKey === null ? null : storedId(record.stateKey);
      const id = by(record);
      return id === null || id === undefined ? null : storedId(stateKeyOf(textSerde.serialize(id)));
    };
    const node = builder.add({
      operator: 'dedupe',
      inputs: [source],
      stores: [store],
      build([records], epoch, place) {
        const seen = new RangeEpoch<Uint8Array>(epoch, store.name, bytesSerde, 'WINDOW');
        const near = (prefix: StateKey, { timestamp }: StreamRecord<K, V>): TimeSpan => ({
          prefix,
          from: timestamp - within + 1,
          to: timestamp + within - 1,
        });
        const prefixes = new Map<StreamRecord<K, V>, StateKey | null>();
        return stage<StreamRecord<K, V>, StreamRecord<K, V>>([records as never], {
          prepare([all]) {
            const spans: TimeSpan[] = [];
            const checked = new Set<StateKey>();
            for (const record of all ?? []) {
              const { stateKey } = record;
              if (stateKey !== null && !checked.has(stateKey)) {
                assertInPartition(epoch, place, stateKey);
                checked.add(stateKey);
              }
              const prefix = prefixOfId(record);
              prefixes.set(record, prefix);
              if (prefix !== null) spans.push(near(prefix, record));
            }
            return seen.load(spans);
          },
          process(record, _input, emit) {
            const { timestamp } = record;
            seen.observe(timestamp);
            const prefix = prefixes.get(record) ?? null;
            if (prefix === null) {
              emit(record);
              return;
            }
            if (timestamp < (seen.streamTime as number) - within) {
              const reason = `What came near it is not known any more: stream time was ${seen.streamTime}, within is ${within} ms.`;
              sendLate(epoch, late?.topic, record, reason);
              return;
            }
            const { from, to } = near(prefix, record);
            if (seen.entries(prefix, from, to).length > 0) return;
            seen.set(prefix + timeKey(timestamp), isThere);
            emit(record);
          },
        });
      },
    });
    lateSink(builder, node, late?.topic);
    return new Stream<K, V>({ ...stream.parts, node });
  });
}

/** Of an id that is too long for a key its hash, which begins as no id does: a zero byte of theirs is followed by 0xff. */
function storedId(id: StateKey): StateKey {
  const prefix = prefixOf(id);
  if (prefix.length + timeKeyLength <= maxStateKeyBytes) return prefix;
  return `\u0000\u0001${prefixOf(stateKeyOf(createHash('sha256').update(bytesOf(id)).digest()))}`;
}
