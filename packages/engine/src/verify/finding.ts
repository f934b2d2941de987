/** What the checker can find. The names are part of `npm run verify -- --json`. */
export type FindingCode =
  // The catalogue.
  | 'OPEN_SEGMENTS'
  | 'PARTITION_NUMBERS'
  | 'SEGMENT_BOUNDS'
  | 'LOG_START'
  | 'MISSING_VIEW'
  | 'SEQUENCE_BEHIND'
  | 'LOG_EPOCH'
  // Tables.
  | 'MISSING_TABLE'
  | 'ORPHANED_TABLE'
  | 'MISSING_INDEX'
  | 'INVALID_INDEX'
  | 'SHARED_TABLE'
  | 'DOOMED_TABLE'
  // Batch rows.
  | 'OFFSET_GAP'
  | 'OFFSET_OVERLAP'
  | 'SEGMENT_END'
  | 'SEGMENT_COUNTS'
  | 'STRAY_ROWS'
  | 'MALFORMED_ROW'
  | 'CHECKSUM'
  | 'UNREADABLE_ROW'
  // Committed offsets.
  | 'OFFSET_TABLES'
  | 'COMMITTED_OFFSET'
  // Producers.
  | 'PRODUCER_TABLES'
  | 'PRODUCER_STATE'
  // The outbox.
  | 'OUTBOX_TABLES';

/** Something that does not agree with something else, where it is, and what to do about it. */
export interface Finding {
  readonly code: FindingCode;
  readonly topic: string | null;
  /** Number of the partition in its topic. */
  readonly partition: number | null;
  /** Where in the partition. */
  readonly offset: number | null;
  /** The table, with its schema. */
  readonly table: string | null;
  /** A sentence for a person. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** What a check says of a finding; what it does not name is null. */
export type FoundBy = Pick<Finding, 'code' | 'message' | 'hint'> & Partial<Finding>;

export function finding(found: FoundBy): Finding {
  return { topic: null, partition: null, offset: null, table: null, ...found };
}
