/** A header: keys may repeat; a null value is not an empty one. The key must not hold U+0000. */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A record to append. */
export interface RecordToAppend {
  /** null: no key. */
  readonly key: Uint8Array | null;
  /** null: a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[] | undefined;
  /** Omitted: murmur2 of the key as Kafka's Java client does it, or sticky without a key. */
  readonly partition?: number | undefined;
  /** Milliseconds since 1970. Omitted: this process's time; ignored where messageTimestampType is LOG_APPEND_TIME. */
  readonly timestamp?: number | undefined;
}

/** A record as read. */
export interface Record {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}
