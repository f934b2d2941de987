/** What the state of an instance takes at most; every name ends in its unit. */
export interface StateLimits {
  /** Values that were read from runs or written lately, and lists of prefixes, kept in memory for all tasks of an instance together. */
  readonly maxCacheBytes: number;
  /**
   * A store's partition is folded once the deltas that were written since have this many bytes: it is what a task reads when it is opened, and
   * what it keeps in memory.
   */
  readonly maxDeltaBytes: number;
  /** The same for all partitions of an instance together: the largest is folded then. Reads wait at four times of it. */
  readonly maxUnfoldedBytes: number;
  /** How long a read waits for folding to catch up before it is QUEUE_FULL. */
  readonly maxFoldingWaitMs: number;
  /** Runs of a store's partition: more are merged, however large they are. */
  readonly maxRuns: number;
  /** Entries that one statement of a fold or a merge writes. */
  readonly maxChunkEntries: number;
  /** Bytes of them, about. */
  readonly maxChunkBytes: number;
  /** Merging works this part of the time and rests for the others, while there are not too many runs. */
  readonly maxMergePercent: number;
  /** Keys one statement looks up. */
  readonly maxLookupKeys: number;
  /** How long a table that was folded is kept: for readers that have begun before, and for those that follow the changes of a store. */
  readonly dropDelayMs: number;
  /** How often tables that wait to be dropped are tried again, at least. */
  readonly sweepIntervalMs: number;
  /** Tables that one sweep drops. */
  readonly maxDropsPerSweep: number;
  /** How long folding of a partition rests after it failed. */
  readonly retryDelayMs: number;
}

const mebibyte = 1024 * 1024;

export const defaultStateLimits: StateLimits = {
  maxCacheBytes: 64 * mebibyte,
  maxDeltaBytes: 4 * mebibyte,
  maxUnfoldedBytes: 64 * mebibyte,
  maxFoldingWaitMs: 30_000,
  maxRuns: 6,
  maxChunkEntries: 10_000,
  maxChunkBytes: 4 * mebibyte,
  maxMergePercent: 50,
  maxLookupKeys: 5_000,
  dropDelayMs: 5_000,
  sweepIntervalMs: 10_000,
  maxDropsPerSweep: 50,
  retryDelayMs: 1_000,
};
