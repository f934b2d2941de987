import type { ErrorCode } from '@millrace/core';

/** Why a segment left the log: its records were deleted, they were too old, or there were too many. */
export type ExpiryReason = 'DELETED' | 'TIME' | 'SIZE';

/** COMPACT: to the newest record of every key. MERGE: small rows to large ones. */
export type RewriteKind = 'COMPACT' | 'MERGE';

export interface RewriteSummary {
  readonly ms: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly removedRecords: number;
}

/** What the engine tells about itself while it works; every method is called on the hot path and must be cheap. */
export interface EngineObserver {
  /** Of all calls to a topic that were acknowledged together. */
  appended(topic: string, records: number, bytes: number): void;
  /** Bytes of keys, values and headers, as `RecordBatch.byteSize` or exactly; of a page those that it holds, whatever it looked at. */
  fetched(topic: string, records: number, bytes: number): void;
  /** A call with a producer that was not appended: it was before (`DUPLICATE`), or was refused with this code. */
  producerCall(outcome: 'DUPLICATE' | ErrorCode): void;
  /** Milliseconds from `append` to its acknowledgement, one call a call. */
  appendLatency(ms: number): void;
  /** Milliseconds of one read of batches from the database. */
  fetchLatency(ms: number): void;
  /** Bytes that wait in a lane's queue, whenever it changes. */
  laneQueueBytes(lane: number, bytes: number): void;
  /** Offsets that were committed, of so many partitions in one call. */
  committed(partitions: number): void;
  /** Milliseconds from `commit` to its acknowledgement. */
  commitLatency(ms: number): void;
  /** Sealed segments of a topic were written anew here, in so many milliseconds: bytes on disk before and after. */
  segmentsRewritten(topic: string, kind: RewriteKind, result: RewriteSummary): void;
  /** Records of the outbox that this node has appended to a topic. */
  outboxRelayed(topic: string, records: number): void;
  /** Milliseconds from the call that produced the first record of a relay's step to its append. */
  outboxLag(ms: number): void;
  /** Committed records that wait in the outbox, up to 100,000; told by the node that relays. */
  outboxWaiting(records: number): void;
  /** Records of the outbox that were appended nowhere: their topic was deleted after they were produced. */
  outboxDead(records: number): void;
  /** This node has given a group a new generation. */
  rebalanced(group: string): void;
  /** A transaction from its begin on: COMMITTED, the code of its error, or ROLLED_BACK for an error of its caller's own. */
  transactionEnded(outcome: string, ms: number): void;
  /** A member of this node stood behind records that the log has lost, and goes on from where the log ended then. */
  offsetLost(group: string): void;
  /** This node has taken a segment of so many bytes on disk out of a topic's log. */
  segmentExpired(topic: string, reason: ExpiryReason, bytes: number): void;
  /** This node has made the key index of a segment, of so many bytes, in so many milliseconds. */
  keyIndexBuilt(topic: string, bytes: number, ms: number): void;
  /** A page with a filter has looked at so many records in so many milliseconds. */
  searched(topic: string, records: number, ms: number): void;
}
