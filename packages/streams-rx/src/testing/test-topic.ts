import { MillraceError } from '@millrace/core';
import type { Format, RecordHeader, RecordToAppend } from '@millrace/engine';
import { partitionOfKey } from '@millrace/engine';
import type { InputBatch } from '../record/origin.ts';
import { TopicSerde } from '../serde/topic-serde.ts';

export interface TestTopicOptions {
  /** Default 1. */
  readonly partitions?: number;
  /** Default STRING. */
  readonly keyFormat?: Format;
  /** Default JSON. */
  readonly valueFormat?: Format;
}

/** A record to put into a topic of the driver. */
export interface TestInput {
  readonly key?: unknown;
  /** Omitted or null: a tombstone. */
  readonly value?: unknown;
  /** Bytes that no serde has written, instead of a value. */
  readonly valueBytes?: Uint8Array;
  /** ms since 1970. Default: the driver's wall clock. */
  readonly timestamp?: number;
  readonly headers?: readonly RecordHeader[];
  /** Default: by the key as Kafka's Java client does it, 0 without one. */
  readonly partition?: number;
}

/** A record that came out. */
export interface TestOutput {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
  readonly headers: readonly { readonly key: string; readonly value: string | null }[];
  readonly partition: number;
  readonly offset: number;
}

interface Stored {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  readonly timestamp: number;
  readonly partition: number;
  readonly offset: number;
}

/** A topic in memory: what the operators see of the log. */
export class TestTopic {
  readonly name: string;
  readonly partitions: number;
  readonly keyFormat: Format;
  readonly valueFormat: Format;
  readonly #key: TopicSerde;
  readonly #value: TopicSerde;
  readonly #records: Stored[] = [];
  readonly #ends: number[];

  constructor(name: string, options: TestTopicOptions) {
    this.name = name;
    this.partitions = options.partitions ?? 1;
    this.keyFormat = options.keyFormat ?? 'STRING';
    this.valueFormat = options.valueFormat ?? 'JSON';
    this.#key = new TopicSerde(name, 'key');
    this.#key.resolve(this.keyFormat);
    this.#value = new TopicSerde(name, 'value');
    this.#value.resolve(this.valueFormat);
    this.#ends = Array.from({ length: this.partitions }, () => 0);
  }

  encode(input: TestInput, now: number): RecordToAppend {
    const { key = null, value = null } = input;
    return {
      key: key === null ? null : this.#key.serialize(key),
      value: input.valueBytes ?? (value === null ? null : this.#value.serialize(value)),
      headers: input.headers,
      timestamp: input.timestamp ?? now,
      partition: input.partition,
    };
  }

  /** PARTITION_NOT_FOUND, as the log says it. */
  assertPartition(partition: number): void {
    if (this.#ends[partition] !== undefined) return;
    const there = this.partitions === 1 ? 'just 0' : `0 to ${this.partitions - 1}`;
    const message = `Topic "${this.name}" has no partition ${partition}: its partitions are ${there}.`;
    throw new MillraceError('PARTITION_NOT_FOUND', message, { details: { topic: this.name, partition } });
  }

  /** The record as a batch of one, as the log would give it. PARTITION_NOT_FOUND. */
  append({ key, value, headers = [], timestamp, partition }: RecordToAppend, now: number): InputBatch & { count: 1 } {
    if (partition !== undefined) this.assertPartition(partition);
    const index = partition ?? (key ? partitionOfKey(key, this.partitions) : 0);
    const offset = this.#ends[index] as number;
    this.#ends[index] = offset + 1;
    const stored: Stored = { key, value, headers, timestamp: timestamp ?? now, partition: index, offset };
    this.#records.push(stored);
    return {
      topic: this.name,
      partition: index,
      count: 1,
      isFrozen: true,
      offset: () => offset,
      timestamp: () => stored.timestamp,
      key: () => key,
      value: () => value,
      headers: () => headers,
    };
  }

  /** All records, in the order in which they were appended. */
  read(): TestOutput[] {
    const textOf = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('utf8'));
    return this.#records.map(({ key, value, headers, timestamp, partition, offset }) => ({
      key: key === null ? null : this.#key.deserialize(key),
      value: value === null ? null : this.#value.deserialize(value),
      timestamp,
      headers: headers.map((header) => ({ key: header.key, value: textOf(header.value) })),
      partition,
      offset,
    }));
  }
}
