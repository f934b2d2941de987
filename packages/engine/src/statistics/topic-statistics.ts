/** A segment of a topic, as the catalogue knows it. */
export interface SegmentStatistics {
  readonly id: number;
  readonly openedAt: Date;
  /** null: it is the open one. */
  readonly sealedAt: Date | null;
  /** On disk, with indexes. */
  readonly sizeBytes: number;
  readonly keyIndexBytes: number;
  /** null where it was not looked up yet: of the open one, and of one just sealed. */
  readonly recordCount: number | null;
  readonly batchCount: number | null;
  /** Of its newest record, ms since 1970; null where it was not looked up yet, or holds none. */
  readonly maxTimestamp: number | null;
  readonly compacted: boolean;
  /** What compaction has taken out of it. */
  readonly removedRecords: number;
  readonly removedBytes: number;
}

/** Batches that hold `minRecords` to `maxRecords` records: how many there were in the sample, and how many records they had. */
export interface BatchSizes {
  readonly minRecords: number;
  /** null: any more. */
  readonly maxRecords: number | null;
  readonly batches: number;
  readonly records: number;
}

/** What went through this node in the last minute, a second. */
export interface TopicRates {
  readonly recordsIn: number;
  readonly bytesIn: number;
  readonly recordsOut: number;
  readonly bytesOut: number;
}

/** What a topic comes to. Made from the catalogue, sizes of files and a sample of rows: never by counting the log. */
export interface TopicStatistics {
  /** On disk, with indexes. */
  readonly sizeBytes: number;
  readonly keyIndexBytes: number;
  /** Exact, but for records that deleteRecords has taken from the middle of a compacted segment. */
  readonly recordCount: number;
  /** Estimated from the sample where the open segment is large. */
  readonly batchCount: number;
  /** Of the newest segments, a sample of some hundred pages each. */
  readonly batchSizes: readonly BatchSizes[];
  /** Bytes of keys, values and headers in an average batch of the sample; null: no batch was seen. */
  readonly meanBatchBytes: number | null;
  readonly meanBatchRecords: number | null;
  /** Of the first batch of the oldest segment, ms since 1970; null: it holds none. */
  readonly oldestTimestamp: number | null;
  readonly newestTimestamp: number | null;
  readonly removedRecords: number;
  readonly removedBytes: number;
  readonly segmentCount: number;
  /** The newest ones first, so many as were asked for. */
  readonly segments: readonly SegmentStatistics[];
  readonly rates: TopicRates;
}
