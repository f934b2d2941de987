/** What rewriting segments of a topic has done. */
export interface RewriteResult {
  /** Of the segments, on disk, before and after. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly removedRecords: number;
  /** Whether nothing of it is left for now. */
  readonly isDone: boolean;
}
