import { isUtf8 } from 'node:buffer';
import { canonicalJsonSerde, jsonSerde, type Serde } from '@millrace/core';
import { isAsciiText, keyOfState } from '../serde/text-key.ts';
import { keyOfPrefixed, prefixOf, type StateKey, stateKeyOf, timeKey, timeOfKey } from '../state/state-key.ts';

/** A key in a window: from `start` up to `end`, which is not in it (of a session or a sliding window, it is). ms since 1970. */
export interface Windowed<K> {
  readonly key: K;
  readonly start: number;
  readonly end: number;
}

/** How the keys of a table are kept in its store. */
export interface KeyCodec<K> {
  /** Whether a store has keys as topics do. */
  readonly isPlain: boolean;
  /** Of windows that all have one size. */
  readonly windowSizeMs?: number;
  decode(key: StateKey): K;
  encode(key: K): StateKey;
  /** How the record's key is written that is in it. */
  readonly recordSerde: Serde<unknown>;
  /** How such a key is written into a topic. */
  readonly serde: Serde<K>;
}

export function plainKeys<K>(serde: Serde<K>): KeyCodec<K> {
  return {
    isPlain: true,
    recordSerde: serde as Serde<unknown>,
    serde,
    decode: (key) => keyOfState(serde, key),
    encode: (key) => stateKeyOf(serde.serialize(key)),
  };
}

/** Windows of one size: the prefix of the key and the window's start. */
export function windowKeys<K>(serde: Serde<K>, sizeMs: number): KeyCodec<Windowed<K>> {
  return {
    isPlain: false,
    windowSizeMs: sizeMs,
    recordSerde: serde as Serde<unknown>,
    serde: windowedSerde(serde),
    decode(key) {
      const start = timeOfKey(key, key.length - 8);
      return { key: keyOfState(serde, keyOfPrefixed(key, 8)), start, end: start + sizeMs };
    },
    encode: ({ key, start }) => prefixOf(stateKeyOf(serde.serialize(key))) + timeKey(start),
  };
}

/** Sessions: the prefix of the key, the session's end and its start. */
export function sessionKeys<K>(serde: Serde<K>): KeyCodec<Windowed<K>> {
  return {
    isPlain: false,
    recordSerde: serde as Serde<unknown>,
    serde: windowedSerde(serde),
    decode(key) {
      const [end, start] = [timeOfKey(key, key.length - 16), timeOfKey(key, key.length - 8)];
      return { key: keyOfState(serde, keyOfPrefixed(key, 16)), start, end };
    },
    encode: ({ key, start, end }) => prefixOf(stateKeyOf(serde.serialize(key))) + timeKey(end) + timeKey(start),
  };
}

/** A windowed key as a topic has it. */
type WrittenKey = { readonly start: number; readonly end: number } & (
  | { readonly key: string; readonly bytes?: never }
  /** Base64. */
  | { readonly bytes: string }
);

/**
 * A windowed key in a topic: canonical JSON text with `end`, `key` and `start`, so that everybody can read it, and a topic whose keys are JSON
 * has the same bytes for it. The key is as its serde writes it, as text where that is UTF-8; where it is not, there is `bytes` in place of `key`: the
 * same as base64. Kafka Streams' WindowedSerdes.
 *
 * @example
 * app.table('counts_per_hour', 'counts', { key: windowedSerde(stringSerde) })
 */
export function windowedSerde<K>(serde: Serde<K>): Serde<Windowed<K>> {
  return {
    serialize({ key, start, end }) {
      if (typeof key === 'string' && isAsciiText(serde as Serde<unknown>, key)) return written(key, start, end);
      const bytes = Buffer.from(serde.serialize(key));
      // Not as text: bytes that are no UTF-8 are all the same there, and so would be their keys.
      if (!isUtf8(bytes)) return canonicalJsonSerde.serialize({ bytes: bytes.toString('base64'), start, end });
      return written(bytes.toString('utf8'), start, end);
    },
    deserialize(bytes) {
      const { start, end, ...written } = jsonSerde.deserialize(bytes) as WrittenKey;
      const key = written.bytes === undefined ? Buffer.from(written.key) : Buffer.from(written.bytes, 'base64');
      return { key: serde.deserialize(key), start, end };
    },
  };
}

function written(key: string, start: number, end: number): Uint8Array {
  // As the serde of canonical JSON writes it, which looks at all that it writes for numbers that were rounded.
  return Number.isSafeInteger(start) && Number.isSafeInteger(end)
    ? Buffer.from(`{"end":${end},"key":${JSON.stringify(key)},"start":${start}}`)
    : canonicalJsonSerde.serialize({ key, start, end });
}
