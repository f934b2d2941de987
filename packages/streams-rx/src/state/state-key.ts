/**
 * Keys of state stores. A key is kept as a string with one character (U+0000 to U+00FF) a byte: it compares in the order of its
 * bytes and is a key of a Map, without a copy of the bytes.
 */
export type StateKey = string;

export function stateKeyOf(bytes: Uint8Array): StateKey {
  const { buffer, byteOffset, byteLength } = bytes;
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}

export function bytesOf(key: StateKey): Buffer {
  return Buffer.from(key, 'latin1');
}

/** What ends an escaped key: it sorts before all that an escaped key goes on with. */
const end = '\u0000\u0000';

/**
 * A record key as the first part of a longer key: what follows it does not change the order of keys, and no prefixed key begins
 * with another one. U+0000 becomes U+0000 U+00FF, and U+0000 U+0000 ends it.
 */
export function prefixOf(key: StateKey): StateKey {
  return (key.includes('\u0000') ? key.replaceAll('\u0000', '\u0000\u00ff') : key) + end;
}

/** The record key of a key that begins with a prefix, which ends `suffixLength` characters before its end. */
export function keyOfPrefixed(prefixed: StateKey, suffixLength: number): StateKey {
  const escaped = prefixed.slice(0, prefixed.length - suffixLength - end.length);
  return escaped.includes('\u0000') ? escaped.replaceAll('\u0000\u00ff', '\u0000') : escaped;
}

/** The prefix that a key begins with, if `prefixOf` made it; null: it has none. */
export function prefixOfKey(key: StateKey): StateKey | null {
  // Within an escaped key U+0000 is never followed by itself.
  const at = key.indexOf(end);
  return at < 0 ? null : key.slice(0, at + end.length);
}

/** The first key behind all that begin with a prefix. */
export function behindPrefix(prefix: StateKey): StateKey {
  const last = prefix.length - 1;
  return prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1);
}

/** Behind every key there is: no key begins with so many bytes 0xff. */
export const behindAll: StateKey = '\u00ff'.repeat(256);

const high = 0x1_0000_0000;

/** A time (ms since 1970, may be negative) as eight characters in the order of time: a big-endian integer with its sign bit turned. */
export function timeKey(time: number): StateKey {
  const upper = Math.floor(time / high);
  const lower = time - upper * high;
  const turned = (upper ^ 0x8000_0000) >>> 0;
  return String.fromCharCode(
    turned >>> 24,
    (turned >>> 16) & 0xff,
    (turned >>> 8) & 0xff,
    turned & 0xff,
    (lower / 0x100_0000) & 0xff,
    (lower >>> 16) & 0xff,
    (lower >>> 8) & 0xff,
    lower & 0xff,
  );
}

/** The time whose eight characters begin at `at`. */
export function timeOfKey(key: StateKey, at: number): number {
  const word = (from: number) =>
    ((key.charCodeAt(from) << 24) |
      (key.charCodeAt(from + 1) << 16) |
      (key.charCodeAt(from + 2) << 8) |
      key.charCodeAt(from + 3)) >>>
    0;
  return ((word(at) ^ 0x8000_0000) | 0) * high + word(at + 4);
}

export const timeKeyLength = 8;
