import type { Serde } from '@millrace/core';
import type { StateKey } from '../state/state-key.ts';

/** A row of a table whose change is held back. */
export interface BufferedRow<V> {
  /** Where it is among those that wait: its time there, and eight characters. */
  readonly time: number;
  readonly id: StateKey;
  /** Of the last change. */
  readonly timestamp: number;
  /** What the row was when it was last given on; null: it was not there. */
  readonly prior: V | null;
  readonly value: V | null;
}

const headBytes = 29;
const absent = 0xffff_ffff;

/** Time, id, timestamp, the length of the prior value, whether there is a value; and the values. */
export function bufferedRowSerde<V>(values: Serde<V>): Serde<BufferedRow<V>> {
  return {
    serialize({ time, id, timestamp, prior, value }) {
      const before = prior === null ? null : values.serialize(prior);
      const now = value === null ? null : values.serialize(value);
      const bytes = Buffer.allocUnsafe(headBytes + (before?.length ?? 0) + (now?.length ?? 0));
      bytes.writeDoubleBE(time, 0);
      bytes.write(id, 8, 'latin1');
      bytes.writeDoubleBE(timestamp, 16);
      bytes.writeUInt32BE(before?.length ?? absent, 24);
      bytes[28] = now === null ? 0 : 1;
      if (before) bytes.set(before, headBytes);
      if (now) bytes.set(now, headBytes + (before?.length ?? 0));
      return bytes;
    },
    deserialize(from) {
      const bytes = Buffer.from(from.buffer, from.byteOffset, from.byteLength);
      const length = bytes.readUInt32BE(24);
      const middle = headBytes + (length === absent ? 0 : length);
      return {
        time: bytes.readDoubleBE(0),
        id: bytes.toString('latin1', 8, 16),
        timestamp: bytes.readDoubleBE(16),
        prior: length === absent ? null : values.deserialize(bytes.subarray(headBytes, middle)),
        value: bytes[28] === 0 ? null : values.deserialize(bytes.subarray(middle)),
      };
    },
  };
}
