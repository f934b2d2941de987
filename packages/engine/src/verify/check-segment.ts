import { sqlState } from '@millrace/database';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { streamCopyRows } from '../fetch/copy-row-stream.ts';
import { beforeAll, decodeBatchRow, nextKeySql, type PieceLimits, pieceSql, type RowKey } from './batch-row.ts';
import type { FoundBy } from './finding.ts';
import { SegmentChain } from './segment-chain.ts';
import { lookAtSegment, readSpans, type SegmentLook } from './segment-look.ts';
import { inSnapshot } from './snapshot.ts';

/** So that the table can be dropped or swapped soon: a piece takes a tenth of a second. */
const pieceLimits: PieceLimits = { maxRows: 4_096, maxBytes: 16 * 1024 * 1024 };

/** data_corrupted, index_corrupted, and the internal errors that torn pages end in. */
const isCorruption = (error: unknown) => /^XX/.test(sqlState(error) ?? '');

interface SegmentCounts {
  rows: number;
  records: number;
  bytes: number;
}

export interface SegmentCheckOptions {
  readonly session: Client;
  readonly segmentId: number;
  /** Of one piece. */
  readonly onPiece?: ((counts: Readonly<SegmentCounts>) => void) | undefined;
  readonly limits?: PieceLimits | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a piece went: there is more behind it, that was the end, or the segment is not what it was and is begun again. */
type PieceResult = { readonly more: RowKey } | 'END' | 'AGAIN';

interface Progress {
  readonly found: FoundBy[];
  chain: SegmentChain | undefined;
  tableId: number;
  after: RowKey;
  /** Rows at a time: one where Postgres stumbled, to learn over which. */
  limits: PieceLimits;
}

/**
 * Reads a segment to its end, piece by piece, each in a snapshot of its own with the catalogue as it is by then. Rows are never
 * changed and only added behind the last of their partition, so pieces of different moments make one whole; a segment that was
 * swapped meanwhile is begun again, and of one that left the log nothing is said. Gives what it found.
 */
export async function checkSegment(options: SegmentCheckOptions): Promise<readonly FoundBy[]> {
  const limits = options.limits ?? pieceLimits;
  for (;;) {
    const progress: Progress = { found: [], chain: undefined, tableId: 0, after: beforeAll, limits };
    let result: PieceResult = { more: beforeAll };
    while (typeof result === 'object') {
      options.signal?.throwIfAborted();
      progress.after = result.more;
      result = await checkPiece(options, progress, limits);
    }
    if (result === 'END') return progress.found;
  }
}

async function checkPiece(options: SegmentCheckOptions, progress: Progress, usual: PieceLimits): Promise<PieceResult> {
  const { session, segmentId } = options;
  try {
    return await inSnapshot(session, async () => {
      const segment = await lookAtSegment(session, segmentId);
      if (!segment) {
        progress.found.length = 0;
        return 'END';
      }
      if (!segment.hasTable) {
        progress.found.push({
          code: 'MISSING_TABLE',
          topic: segment.topic,
          table: `millrace_segments.s${segment.tableId}`,
          message: `The table of ${segment.sealed ? 'a segment' : 'the open segment'} is not there: its records are lost.`,
          hint: segment.sealed
            ? 'Restore the table from a backup; or give up its records and all before them: deleteRecords up to where the next segment begins.'
            : 'Restore the table from a backup. Until then the topic can be neither written nor read at its end.',
        });
        return 'END';
      }
      if (progress.chain && segment.tableId !== progress.tableId) return 'AGAIN';
      if (!progress.chain) {
        const spans = await readSpans(session, segmentId);
        progress.chain = new SegmentChain(segment, spans, (found) => progress.found.push(found));
      } else if (progress.chain.mayGrow) progress.chain.knows(await readSpans(session, segmentId));
      progress.tableId = segment.tableId;
      return await readPiece(options, progress, progress.chain, segment, usual);
    });
  } catch (error) {
    if (!isCorruption(error)) throw error;
    if (progress.limits.maxRows > 1) {
      progress.limits = { maxRows: 1, maxBytes: 1 };
      return { more: progress.after };
    }
    return stepOver(options, progress, error as Error);
  }
}

async function readPiece(
  { session, onPiece }: SegmentCheckOptions,
  progress: Progress,
  chain: SegmentChain,
  segment: SegmentLook,
  usual: PieceLimits,
): Promise<PieceResult> {
  const counts: SegmentCounts = { rows: 0, records: 0, bytes: 0 };
  let found = 0;
  const stream = session.query(copyTo(pieceSql(progress.tableId, progress.after, progress.limits)));
  for await (const fields of streamCopyRows(stream as AsyncIterable<Buffer>)) {
    const decoded = decodeBatchRow(fields);
    found = decoded.found;
    chain.add(decoded.row, segment.logEpoch);
    // At once: should the rest of the piece fail, it goes on from here.
    progress.after = { partitionId: decoded.row.partitionId, baseOffset: decoded.row.baseOffset };
    counts.rows += 1;
    counts.records += decoded.row.recordCount;
    for (const field of fields) counts.bytes += field?.length ?? 0;
  }
  onPiece?.(counts);
  // Those were all there are. Asking again would never end where rows are added as fast as they are read.
  if (counts.rows === found && found < progress.limits.maxRows) {
    chain.finish(segment);
    return 'END';
  }
  if (progress.limits !== usual && counts.rows > 0) progress.limits = usual;
  return { more: progress.after };
}

/** The row behind `after` cannot be read: says so, and goes on behind it where its key can be. */
async function stepOver({ session }: SegmentCheckOptions, progress: Progress, error: Error): Promise<PieceResult> {
  const sql = nextKeySql(progress.tableId, progress.after);
  const key = await inSnapshot(session, () => session.query<{ partition_id: number; base_offset: number }>(sql)).catch(
    (cause: unknown) => {
      if (!isCorruption(cause)) throw cause;
      return undefined;
    },
  );
  const row = key?.rows[0];
  if (!row) {
    progress.found.push({
      code: 'UNREADABLE_ROW',
      table: `millrace_segments.s${progress.tableId}`,
      message: `Postgres cannot read the table on from partition id ${progress.after.partitionId}, offset ${progress.after.baseOffset}: ${error.message}`,
      hint: 'The disk or memory is at fault: look with pg_amcheck, and restore the table from a backup.',
    });
    return 'END';
  }
  progress.chain?.unreadable(row.partition_id, row.base_offset, error.message);
  return { more: { partitionId: row.partition_id, baseOffset: row.base_offset } };
}
