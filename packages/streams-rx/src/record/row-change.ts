import { MillraceError, type Serde } from '@millrace/core';

/** What was and what is in a row, as it goes through a topic; null: nothing. */
export interface RowChange<V> {
  readonly oldValue: V | null;
  readonly newValue: V | null;
}

const hasOld = 1;
const hasNew = 2;
const flagBytes = 1;
const lengthBytes = 4;
const none = new Uint8Array(0);

/** A byte that says what is there, the length of the old value, the old value, the new value. */
export function rowChangeSerde<V>(serde: Serde<V>): Serde<RowChange<V>> {
  return {
    serialize({ oldValue, newValue }) {
      const old = oldValue === null ? none : serde.serialize(oldValue);
      const now = newValue === null ? none : serde.serialize(newValue);
      const bytes = Buffer.allocUnsafe(flagBytes + lengthBytes + old.length + now.length);
      bytes[0] = (oldValue === null ? 0 : hasOld) | (newValue === null ? 0 : hasNew);
      bytes.writeUInt32BE(old.length, flagBytes);
      bytes.set(old, flagBytes + lengthBytes);
      bytes.set(now, flagBytes + lengthBytes + old.length);
      return bytes;
    },
    deserialize(bytes) {
      const from = flagBytes + lengthBytes;
      const end = bytes.length < from ? Number.POSITIVE_INFINITY : from + lengthOf(bytes);
      if (end > bytes.length) throw new MillraceError('INVALID_RECORD', 'The bytes are no change of a row.');
      const flags = bytes[0] as number;
      return {
        oldValue: flags & hasOld ? serde.deserialize(bytes.subarray(from, end)) : null,
        newValue: flags & hasNew ? serde.deserialize(bytes.subarray(end)) : null,
      };
    },
  };
}

const lengthOf = ({ buffer, byteOffset }: Uint8Array) =>
  new DataView(buffer, byteOffset + flagBytes, lengthBytes).getUint32(0);
