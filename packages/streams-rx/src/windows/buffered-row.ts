import type { Serde } from '@millrace/core';
import { type HeldPlace, placeSize, readPlace, writePlace } from '../record/held-place.ts';
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
  /** Of the last change; undefined: it was written when that was not kept. */
  readonly place: HeldPlace | undefined;
}

/** A row of which nothing is held back, and that behind it is not what it is before it: its last change was given up (S97). */
interface GivenUpRow<V> {
  readonly time: undefined;
  /** What the row was when it was last given on; null: it was not there. */
  readonly prior: V | null;
}

export type SuppressedRow<V> = BufferedRow<V> | GivenUpRow<V>;

const headBytes = 29;
const absent = 0xffff_ffff;
const hasValue = 1;
const hasPlace = 2;
const isGivenUp = 4;

/**
 * Time, id, timestamp, the length of the prior value, flags; the place of the last change, where it is kept; and the values. Of a row that was given up
 * there are only that length, the flag that says so, and the prior value: the rest of the head is zero.
 */
export function bufferedRowSerde<V>(values: Serde<V>): Serde<SuppressedRow<V>> {
  return {
    serialize(row) {
      if (row.time === undefined) return givenUp(row.prior === null ? null : values.serialize(row.prior));
      const { time, id, timestamp, prior, value, place } = row;
      const before = prior === null ? null : values.serialize(prior);
      const now = value === null ? null : values.serialize(value);
      const start = headBytes + (place ? placeSize(place) : 0);
      const bytes = Buffer.allocUnsafe(start + (before?.length ?? 0) + (now?.length ?? 0));
      bytes.writeDoubleBE(time, 0);
      bytes.write(id, 8, 'latin1');
      bytes.writeDoubleBE(timestamp, 16);
      bytes.writeUInt32BE(before?.length ?? absent, 24);
      bytes[28] = (now ? hasValue : 0) | (place ? hasPlace : 0);
      if (place) writePlace(bytes, headBytes, place);
      if (before) bytes.set(before, start);
      if (now) bytes.set(now, start + (before?.length ?? 0));
      return bytes;
    },
    deserialize(from) {
      const bytes = Buffer.from(from.buffer, from.byteOffset, from.byteLength);
      const length = bytes.readUInt32BE(24);
      const flags = bytes[28] as number;
      const read = flags & hasPlace ? readPlace(bytes, headBytes) : undefined;
      const start = read?.end ?? headBytes;
      const middle = start + (length === absent ? 0 : length);
      const prior = length === absent ? null : values.deserialize(bytes.subarray(start, middle));
      if (flags & isGivenUp) return { time: undefined, prior };
      return {
        time: bytes.readDoubleBE(0),
        id: bytes.toString('latin1', 8, 16),
        timestamp: bytes.readDoubleBE(16),
        prior,
        value: flags & hasValue ? values.deserialize(bytes.subarray(middle)) : null,
        place: read?.place,
      };
    },
  };
}

function givenUp(prior: Uint8Array | null): Buffer {
  const bytes = Buffer.alloc(headBytes + (prior?.length ?? 0));
  bytes.writeUInt32BE(prior?.length ?? absent, 24);
  bytes[28] = isGivenUp;
  if (prior) bytes.set(prior, headBytes);
  return bytes;
}
