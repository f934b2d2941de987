import { hash } from 'node:crypto';
import { MillraceError, type Serde } from '@millrace/core';
import { bytesOf, type StateKey, stateKeyOf } from '../state/state-key.ts';

/** What tells one value of a row from another: bytes as a StateKey. */
export type ValueHash = StateKey;

const hashBytes = 16;
const partitionBytes = 4;
const flagBytes = 1;

export function hashOf(bytes: Uint8Array): ValueHash {
  return hash('sha256', bytes, 'buffer').toString('latin1', 0, hashBytes);
}

/** What a row of the left table wants of the row of the right one that it refers to: to be told of it, now and whenever it changes. */
export interface Subscriber {
  /** Of the left row that it was made for: an answer for an older one is of no use. */
  readonly hash: ValueHash;
  /** Where the left row is. */
  readonly partition: number;
}

/** Under the foreign key. */
export interface Subscription {
  readonly key: StateKey;
  /** null: it refers to another one now, or is gone. */
  readonly subscriber: Subscriber | null;
}

/** Under the key of the left row, to its partition. */
export interface Answer<W> extends Subscriber {
  /** null: there is no such row on the right. */
  readonly value: W | null;
}

/** The hash, the partition. */
export const subscriberSerde: Serde<Subscriber> = {
  serialize({ hash: ofValue, partition }) {
    const bytes = Buffer.allocUnsafe(hashBytes + partitionBytes);
    bytes.set(bytesOf(ofValue), 0);
    bytes.writeUInt32BE(partition, hashBytes);
    return bytes;
  },
  deserialize(bytes) {
    const all = asBuffer(bytes, hashBytes + partitionBytes);
    return { hash: stateKeyOf(all.subarray(0, hashBytes)), partition: all.readUInt32BE(hashBytes) };
  },
};

/** A flag whether there is a subscriber, the subscriber, the key. */
export const subscriptionSerde: Serde<Subscription> = {
  serialize({ key, subscriber }) {
    const parts = [Buffer.of(subscriber ? 1 : 0), ...(subscriber ? [subscriberSerde.serialize(subscriber)] : [])];
    return Buffer.concat([...parts, bytesOf(key)]);
  },
  deserialize(bytes) {
    const all = asBuffer(bytes, flagBytes);
    if (all[0] === 0) return { key: stateKeyOf(all.subarray(flagBytes)), subscriber: null };
    const end = flagBytes + hashBytes + partitionBytes;
    return {
      key: stateKeyOf(asBuffer(bytes, end).subarray(end)),
      subscriber: subscriberSerde.deserialize(all.subarray(flagBytes, end)),
    };
  },
};

/** The subscriber, a flag whether there is a value, the value. */
export function answerSerde<W>(serde: Serde<W>): Serde<Answer<W>> {
  const end = hashBytes + partitionBytes;
  return {
    serialize({ value, ...subscriber }) {
      const parts = [subscriberSerde.serialize(subscriber), Buffer.of(value === null ? 0 : 1)];
      return Buffer.concat(value === null ? parts : [...parts, serde.serialize(value)]);
    },
    deserialize(bytes) {
      const all = asBuffer(bytes, end + flagBytes);
      return {
        ...subscriberSerde.deserialize(all),
        value: all[end] === 0 ? null : serde.deserialize(all.subarray(end + flagBytes)),
      };
    },
  };
}

function asBuffer(bytes: Uint8Array, minBytes: number): Buffer {
  if (bytes.length < minBytes) throw new MillraceError('INVALID_RECORD', 'The bytes are none of a foreign-key join.');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
