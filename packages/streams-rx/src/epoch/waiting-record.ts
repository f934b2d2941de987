import { type HeldPlace, placeSize, readPlace, writePlace } from '../record/held-place.ts';
import { bytesOf, type StateKey, stateKeyOf } from '../state/state-key.ts';

/** A record that waits for its time to come. */
export interface WaitingRecord {
  readonly time: number;
  /** Tells it from others of its time: eight characters. */
  readonly id: StateKey;
  readonly key: StateKey;
  /** As its value is written. */
  readonly value: Uint8Array;
  /** Where it is from; undefined: that is kept elsewhere, or it was written when that was not kept. */
  readonly place: HeldPlace | undefined;
}

export const lengthBytes = 4;
/** In the length of the key: a place is behind the value, whose length is there, too. No key is so long. */
const hasPlace = 0x8000_0000;

/** The length of the key, the key, the length of the value, the value, the place; without a place no length of the value, as all were written once. */
export function encodeWaiting({ key, value, place }: Pick<WaitingRecord, 'key' | 'value' | 'place'>): Uint8Array {
  const from = lengthBytes + key.length + (place ? lengthBytes : 0);
  const bytes = Buffer.allocUnsafe(from + value.length + (place ? placeSize(place) : 0));
  bytes.writeUInt32BE(key.length + (place ? hasPlace : 0), 0);
  bytes.set(bytesOf(key), lengthBytes);
  bytes.set(value, from);
  if (!place) return bytes;
  bytes.writeUInt32BE(value.length, from - lengthBytes);
  writePlace(bytes, from + value.length, place);
  return bytes;
}

export function decodeWaiting(time: number, id: StateKey, from: Uint8Array): WaitingRecord {
  const bytes = Buffer.from(from.buffer, from.byteOffset, from.byteLength);
  const flagged = bytes.readUInt32BE(0);
  const end = lengthBytes + (flagged % hasPlace);
  const key = stateKeyOf(bytes.subarray(lengthBytes, end));
  if (flagged < hasPlace) return { time, id, key, value: bytes.subarray(end), place: undefined };
  const start = end + lengthBytes;
  const behind = start + bytes.readUInt32BE(end);
  return { time, id, key, value: bytes.subarray(start, behind), place: readPlace(bytes, behind).place };
}
