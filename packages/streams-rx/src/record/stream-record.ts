import type { Serde } from '@millrace/core';
import type { RecordHeader } from '@millrace/engine';
import { bytesOf, type StateKey, stateKeyOf } from '../state/state-key.ts';
import { DecodeError } from './decode-error.ts';
import type { Origin } from './origin.ts';

/** What `with` may change: keys change through operators only (`selectKey`, `groupByKey`), which know that others depend on it. */
export interface RecordChanges<V> {
  /** null: a tombstone. */
  readonly value?: V;
  /** ms since 1970. */
  readonly timestamp?: number;
  readonly headers?: readonly RecordHeader[];
}

/**
 * A record on its way through a pipeline. Its key and value are decoded when they are first looked at, and a value that nobody changed
 * is written as the bytes it was. It never changes: `with` makes another one. Kafka Streams' Record, with its RecordContext.
 *
 * @example
 * map((order) => order.with({ value: { ...order.value, total: order.value.price * order.value.count } }))
 */
export class StreamRecord<out K, out V> {
  /** null: a windowed or table record of a later time has none of its own. */
  private readonly origin: Origin;
  private readonly keySerde: Serde<unknown>;
  private readonly valueSerde: Serde<unknown> | null;
  private keyValue: unknown;
  private keyBytes: Uint8Array | null | undefined;
  private keyState: StateKey | null | undefined;
  private decoded: unknown;
  private valueBytes: Uint8Array | null | undefined;
  private readonly time: number | undefined;
  private readonly ownHeaders: readonly RecordHeader[] | undefined;

  /** For operators: records are made by `StreamRecord.read`, `with` and the functions beside this class. */
  constructor(fields: {
    readonly origin: Origin;
    readonly keySerde: Serde<unknown>;
    readonly valueSerde: Serde<unknown> | null;
    /** undefined: not decoded yet. */
    readonly key: unknown;
    readonly keyBytes: Uint8Array | null | undefined;
    readonly keyState: StateKey | null | undefined;
    readonly value: unknown;
    readonly valueBytes: Uint8Array | null | undefined;
    readonly timestamp: number | undefined;
    readonly headers: readonly RecordHeader[] | undefined;
  }) {
    this.origin = fields.origin;
    this.keySerde = fields.keySerde;
    this.valueSerde = fields.valueSerde;
    this.keyValue = fields.key;
    this.keyBytes = fields.keyBytes;
    this.keyState = fields.keyState;
    this.decoded = fields.value;
    this.valueBytes = fields.valueBytes;
    this.time = fields.timestamp;
    this.ownHeaders = fields.headers;
  }

  /** Of the input record that it is or was made of. */
  get topic(): string {
    return this.origin.batch.topic;
  }

  get partition(): number {
    return this.origin.batch.partition;
  }

  get offset(): number {
    return this.origin.batch.offset(this.origin.index);
  }

  /** ms since 1970. */
  get timestamp(): number {
    return this.time ?? this.origin.batch.timestamp(this.origin.index);
  }

  get headers(): readonly RecordHeader[] {
    return this.ownHeaders ?? this.origin.batch.headers(this.origin.index);
  }

  /** null where there is none. DECODE: bytes that its serde cannot read fail the epoch, as the decode policy says. */
  get key(): K {
    if (this.keyValue === undefined) {
      const bytes = this.encodedKey;
      this.keyValue = bytes === null ? null : this.decode('key', this.keySerde, bytes);
    }
    return this.keyValue as K;
  }

  /** null for a tombstone. */
  get value(): V {
    if (this.decoded === undefined) {
      const bytes = this.rawValue();
      this.decoded = bytes === null ? null : this.decode('value', this.valueSerde as Serde<unknown>, bytes);
    }
    return this.decoded as V;
  }

  /** Whether the value is null; a value that was not looked at is not decoded for it. */
  get isTombstone(): boolean {
    return this.decoded === undefined ? this.rawValue() === null : this.decoded === null;
  }

  /** The same record with another value, time or other headers. */
  with<V2 = V>(changes: RecordChanges<V2>): StreamRecord<K, V2> {
    const changesValue = 'value' in changes;
    return new StreamRecord<K, V2>({
      origin: this.origin,
      keySerde: this.keySerde,
      valueSerde: changesValue ? null : this.valueSerde,
      key: this.keyValue,
      keyBytes: this.keyBytes,
      keyState: this.keyState,
      value: changesValue ? (changes.value ?? null) : this.decoded,
      valueBytes: changesValue ? undefined : this.valueBytes,
      timestamp: changes.timestamp ?? this.time,
      headers: changes.headers ?? this.ownHeaders,
    });
  }

  /** For operators: the place in the epoch of what it was made of. */
  get ordinal(): number {
    return this.origin.ordinal;
  }

  /** For operators: what it was made of. */
  get madeOf(): Origin {
    return this.origin;
  }

  /** For operators: the key as bytes; null without one. */
  get encodedKey(): Uint8Array | null {
    if (this.keyBytes !== undefined) return this.keyBytes;
    if (this.keyState !== undefined) this.keyBytes = this.keyState === null ? null : bytesOf(this.keyState);
    else if (this.keyValue !== undefined) {
      this.keyBytes = this.keyValue === null ? null : this.keySerde.serialize(this.keyValue);
    } else this.keyBytes = this.origin.batch.key(this.origin.index);
    return this.keyBytes;
  }

  /** For operators: the key as state stores have it; null without one. */
  get stateKey(): StateKey | null {
    if (this.keyState === undefined) {
      const bytes = this.encodedKey;
      this.keyState = bytes === null ? null : stateKeyOf(bytes);
    }
    return this.keyState;
  }

  /** For operators: the serde that its key is written with. */
  get serdeOfKey(): Serde<unknown> {
    return this.keySerde;
  }

  /** For operators: the value as bytes, as they were where nobody has changed it and `serde` is the one it was read with, or none. */
  encodedValue(serde: Serde<unknown>, isExplicit: boolean): Uint8Array | null {
    if (this.valueSerde !== null && (!isExplicit || serde === this.valueSerde)) return this.rawValue();
    const value: unknown = this.value;
    return value === null ? null : serde.serialize(value);
  }

  /** For operators: the same record under another key. */
  withKey<K2>(key: K2 | null, serde: Serde<K2>): StreamRecord<K2, V> {
    return new StreamRecord<K2, V>({
      origin: this.origin,
      keySerde: serde as Serde<unknown>,
      valueSerde: this.valueSerde,
      key,
      keyBytes: undefined,
      keyState: undefined,
      value: this.decoded,
      valueBytes: this.valueBytes,
      timestamp: this.time,
      headers: this.ownHeaders,
    });
  }

  private rawValue(): Uint8Array | null {
    if (this.valueBytes === undefined) this.valueBytes = this.origin.batch.value(this.origin.index);
    return this.valueBytes;
  }

  private decode(part: 'key' | 'value', serde: Serde<unknown>, bytes: Uint8Array): unknown {
    try {
      const decoded = serde.deserialize(bytes);
      return this.origin.batch.isFrozen ? frozen(decoded) : decoded;
    } catch (cause) {
      throw new DecodeError(part, this.origin, cause);
    }
  }
}

/** A record as it was read. */
export function readRecord<K, V>(origin: Origin, keySerde: Serde<K>, valueSerde: Serde<V>): StreamRecord<K, V> {
  return new StreamRecord<K, V>({
    origin,
    keySerde: keySerde as Serde<unknown>,
    valueSerde: valueSerde as Serde<unknown>,
    key: undefined,
    keyBytes: undefined,
    keyState: undefined,
    value: undefined,
    valueBytes: undefined,
    timestamp: undefined,
    headers: undefined,
  });
}

const noHeaders: readonly RecordHeader[] = [];

/** A record that an operator makes: a key of a store and a value, at a time. */
export function madeRecord<K, V>(fields: {
  readonly origin: Origin;
  readonly keySerde: Serde<K>;
  /** As `keySerde` writes it; else `key`. */
  readonly keyState?: StateKey | null;
  readonly key?: K | null;
  readonly value: V | null;
  readonly timestamp: number;
}): StreamRecord<K, V> {
  return new StreamRecord<K, V>({
    origin: fields.origin,
    keySerde: fields.keySerde as Serde<unknown>,
    valueSerde: null,
    key: fields.key,
    keyBytes: undefined,
    keyState: fields.keyState,
    value: fields.value,
    valueBytes: undefined,
    timestamp: fields.timestamp,
    headers: noHeaders,
  });
}

/** With all that it holds, but for bytes, which cannot be. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
