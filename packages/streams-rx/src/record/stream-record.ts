import type { Serde } from '@millrace/core';
import type { ByteArrayBuilder, RecordHeader } from '@millrace/engine';
import { isAsciiText } from '../serde/text-key.ts';
import { readsJson } from '../serde/topic-serde.ts';
import { bytesOf, type StateKey, stateKeyOf } from '../state/state-key.ts';
import { checkedTime } from './checked-time.ts';
import { DecodeError } from './decode-error.ts';
import { decodedBy } from './decoded-by.ts';
import { givenValue } from './given-value.ts';
import { isInPlace, type Origin } from './origin.ts';

/** What `with` may change: keys change through operators only (`selectKey`, `groupByKey`), which know that others depend on it. */
export interface RecordChanges<V> {
  /** null: a tombstone. */
  readonly value?: V;
  /** ms since 1970. */
  readonly timestamp?: number;
  readonly headers?: readonly RecordHeader[];
}

/** No value, in JSON. */
const nullText = Buffer.from('null');

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
  /** For operators: those that it was given; undefined: it has those of what it was made of. */
  readonly ownHeaders: readonly RecordHeader[] | undefined;

  /** For operators: records are made by `with` and the functions beside this class. Positional: one is made for every record there is. */
  constructor(
    origin: Origin,
    keySerde: Serde<unknown>,
    valueSerde: Serde<unknown> | null,
    /** undefined: not decoded yet. */
    key: unknown,
    keyBytes: Uint8Array | null | undefined,
    keyState: StateKey | null | undefined,
    value: unknown,
    valueBytes: Uint8Array | null | undefined,
    timestamp: number | undefined,
    headers: readonly RecordHeader[] | undefined,
  ) {
    this.origin = origin;
    this.keySerde = keySerde;
    this.valueSerde = valueSerde;
    this.keyValue = key;
    this.keyBytes = keyBytes;
    this.keyState = keyState;
    this.decoded = value;
    this.valueBytes = valueBytes;
    this.time = timestamp;
    this.ownHeaders = headers;
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

  /** null where there is none. Bytes that its serde cannot read fail the epoch, as the decode policy says. */
  get key(): K {
    if (this.keyValue === undefined) {
      this.keyValue = this.decodedKey();
    }
    return this.keyValue as K;
  }

  /** null for a tombstone. */
  get value(): V {
    if (this.decoded === undefined) this.decoded = this.origin.values?.take(this.origin.index);
    if (this.decoded === undefined) {
      const bytes = this.rawValue();
      this.decoded = bytes === null ? null : this.decode('value', this.valueSerde as Serde<unknown>, bytes);
    }
    return this.decoded as V;
  }

  /** Whether the value is null; a value that was not looked at is not decoded for it. */
  get isTombstone(): boolean {
    if (this.decoded !== undefined) return this.decoded === null;
    const { batch, index } = this.origin;
    const size = batch.valueSize?.(index) ?? this.rawValue()?.length ?? -1;
    return size < 0 || (size === nullText.length && this.isNullText());
  }

  /** The same record with another value, time or other headers. INVALID_RECORD for a value that is undefined, and a time that is none. */
  with<V2 = V>(changes: RecordChanges<V2>): StreamRecord<K, V2> {
    const changesValue = 'value' in changes;
    if (changesValue) givenValue(changes.value, 'with({ value })');
    if (changes.timestamp !== undefined) checkedTime(changes.timestamp, 'with({ timestamp })');
    return new StreamRecord<K, V2>(
      this.origin,
      this.keySerde,
      changesValue ? null : this.valueSerde,
      this.keyValue,
      this.keyBytes,
      this.keyState,
      changesValue ? changes.value : this.decoded,
      changesValue ? undefined : this.valueBytes,
      changes.timestamp ?? this.time,
      changes.headers ?? this.ownHeaders,
    );
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
      if (this.keyBytes === undefined && this.keyValue === undefined && this.origin.batch.keyLatin1) {
        this.keyState = this.origin.batch.keyLatin1(this.origin.index);
        return this.keyState;
      }
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

  /** For operators: the same into a row of many records. */
  writeKey(target: ByteArrayBuilder): void {
    const { batch, index } = this.origin;
    if (this.keyBytes !== undefined || this.keyValue !== undefined) target.push(this.encodedKey);
    else if (this.keyState === null) target.push(null);
    else if (this.keyState !== undefined) target.pushLatin1(this.keyState);
    else if (isInPlace(batch) && batch.keySize(index) >= 0) {
      target.pushPart(batch.keyMemory(index), batch.keyStart(index), batch.keySize(index));
    } else target.push(batch.key(index));
  }

  /** For operators: the same into a row of many records. */
  writeValue(target: ByteArrayBuilder, serde: Serde<unknown>, isExplicit: boolean): void {
    if (this.valueSerde === null || (isExplicit && serde !== this.valueSerde)) {
      const value: unknown = this.value;
      if (value === null) target.push(null);
      else if (serde.serializeTo) serde.serializeTo(value, target);
      else target.push(serde.serialize(value));
      return;
    }
    const { batch, index } = this.origin;
    if (this.valueBytes !== undefined || !isInPlace(batch)) target.push(this.rawValue());
    else target.pushPart(batch.valueMemory(index), batch.valueStart(index), batch.valueSize(index));
  }

  /** For operators: the same record under another key. */
  withKey<K2>(key: K2 | null, serde: Serde<K2>): StreamRecord<K2, V> {
    return new StreamRecord<K2, V>(
      this.origin,
      serde as Serde<unknown>,
      this.valueSerde,
      key,
      undefined,
      undefined,
      this.decoded,
      this.valueBytes,
      this.time,
      this.ownHeaders,
    );
  }

  private decodedKey(): unknown {
    if (typeof this.keyState === 'string' && isAsciiText(this.keySerde, this.keyState)) return this.keyState;
    const bytes = this.encodedKey;
    return bytes === null ? null : this.decode('key', this.keySerde, bytes);
  }

  private isNullText(): boolean {
    return this.valueSerde !== null && readsJson(this.valueSerde) && nullText.equals(this.rawValue() as Uint8Array);
  }

  private rawValue(): Uint8Array | null {
    if (this.valueBytes === undefined) this.valueBytes = this.origin.batch.value(this.origin.index);
    return this.valueBytes;
  }

  private decode(part: 'key' | 'value', serde: Serde<unknown>, bytes: Uint8Array): unknown {
    try {
      const decoded = decodedBy(serde, bytes);
      return this.origin.batch.isFrozen ? frozen(decoded) : decoded;
    } catch (cause) {
      throw new DecodeError(part, this.origin, cause);
    }
  }
}

/** A record as it was read. */
export function readRecord<K, V>(origin: Origin, keySerde: Serde<K>, valueSerde: Serde<V>): StreamRecord<K, V> {
  return new StreamRecord<K, V>(
    origin,
    keySerde as Serde<unknown>,
    valueSerde as Serde<unknown>,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  );
}

const noHeaders: readonly RecordHeader[] = [];

/** A record that an operator makes: a key of a store and a value, at a time. Without headers, unless they are given. */
export function madeRecord<K, V>(fields: {
  readonly origin: Origin;
  readonly keySerde: Serde<K>;
  /** As `keySerde` writes it; else `key`. */
  readonly keyState?: StateKey | null;
  readonly key?: K | null;
  readonly value: V | null;
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
}): StreamRecord<K, V> {
  return new StreamRecord<K, V>(
    fields.origin,
    fields.keySerde as Serde<unknown>,
    null,
    fields.key,
    undefined,
    fields.keyState,
    fields.value ?? null,
    undefined,
    fields.timestamp,
    fields.headers ?? noHeaders,
  );
}

/** With all that it holds, but for bytes, which cannot be. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
