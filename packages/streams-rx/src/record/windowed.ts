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

/**
 * A windowed key in a topic: canonical JSON text with `end`, `key` and `start`, so that everybody can read it, and a topic whose keys are JSON
 * has the same bytes for it. The key is as its serde writes it, as text where that is UTF-8. Kafka Streams' WindowedSerdes.
 *
 * @example
 * app.table('counts_per_hour', 'counts', { key: windowedSerde(stringSerde) })
 */
export function windowedSerde<K>(serde: Serde<K>): Serde<Windowed<K>> {
  const text = (key: K) =>
    typeof key === 'string' && isAsciiText(serde as Serde<unknown>, key)
      ? key
      : Buffer.from(serde.serialize(key)).toString('utf8');
  return {
    serialize({ key, start, end }) {
      // As the serde of canonical JSON writes it, which looks at all that it writes for numbers that were rounded.
      return Number.isSafeInteger(start) && Number.isSafeInteger(end)
        ? Buffer.from(`{"end":${end},"key":${JSON.stringify(text(key))},"start":${start}}`)
        : canonicalJsonSerde.serialize({ key: text(key), start, end });
    },
    deserialize(bytes) {
      const { key, start, end } = jsonSerde.deserialize(bytes) as { key: string; start: number; end: number };
      return { key: serde.deserialize(Buffer.from(key)), start, end };
    },
  };
}
