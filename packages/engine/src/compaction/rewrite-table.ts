import type { Clock } from '@millrace/core';
import { isLockTimeout } from '@millrace/database';
import type { PoolClient } from 'pg';
import type { EngineLimits } from '../limits.ts';
import type { Pace } from './pace.ts';
import type { SealedSegment } from './read-sealed-topics.ts';
import { RowWriter } from './row-writer.ts';

/** How often a swap is tried while appends or a roll hold the topic, and how long it rests in between. */
const swapAttempts = 50;
const swapRestMs = 200;

/** What rewriting works with. */
export interface Rewriting {
  readonly client: PoolClient;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly limits: Pick<EngineLimits, 'maxBatchBytes' | 'maxFetchBytes' | 'maxCompactionMapBytes'>;
}

export interface Swap {
  readonly topicId: number;
  /** Neighbours, oldest first; more than one are joined. */
  readonly segments: readonly SealedSegment[];
  /** By compaction: there may be gaps from now on. */
  readonly compacting: boolean;
  readonly removedRecords: number;
}

/**
 * Makes a table for a topic's sealed segments, has it filled, and puts it in their place. Killed at any moment, the catalogue names
 * either the old tables or the new one; the other is found in dropped_segments. Gives what `fill` gave and
 * the new table's bytes on disk; undefined: the segments left
 * the log while they were read, or others rewrote them, and nothing was changed.
 */
export async function rewriteTable<T extends Swap>(
  rewriting: Rewriting,
  source: { readonly topicId: number; readonly tableId: number },
  fill: (writer: RowWriter) => Promise<T>,
): Promise<{ readonly swap: T; readonly byteSize: number } | undefined> {
  const { client, limits } = rewriting;
  const made = await client.query<{ id: number }>('select millrace.create_rewritten_table($1, $2) as id', [
    source.topicId,
    source.tableId,
  ]);
  const writer = new RowWriter(client, made.rows[0]?.id as number, limits.maxBatchBytes);
  try {
    const swap = await fill(writer);
    await writer.flush();
    const byteSize = await swapSegments(rewriting, swap, writer);
    if (byteSize !== null) return { swap, byteSize };
    await abandonTables(client, writer.tableId);
    return undefined;
  } catch (error) {
    // Where even this fails, whoever gets the lease next does it.
    await abandonTables(client, writer.tableId).catch(() => undefined);
    throw error;
  }
}

/** Gives tables up that were being filled, one or all of them: they are dropped with the others. */
export async function abandonTables(client: PoolClient, tableId: number | null): Promise<void> {
  await client.query(
    'update millrace.dropped_segments set filling = false where filling and ($1::integer is null or segment_id = $1)',
    [tableId],
  );
}

async function swapSegments(
  { client, clock, signal }: Rewriting,
  swap: Swap,
  writer: RowWriter,
): Promise<number | null> {
  const values = [
    swap.topicId,
    swap.segments.map(({ id }) => id),
    swap.segments.map(({ tableId }) => tableId),
    writer.tableId,
    swap.compacting,
    writer.rowCount,
    writer.recordCount,
    writer.maxTimestamp,
    writer.tombstoneCount,
    swap.removedRecords,
  ];
  for (let attempt = 1; ; attempt++) {
    try {
      const { rows } = await client.query<{ bytes: string | null }>(
        'select millrace.swap_segments($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as bytes',
        values,
      );
      const bytes = rows[0]?.bytes ?? null;
      return bytes === null ? null : Number(bytes);
    } catch (error) {
      if (!isLockTimeout(error) || attempt === swapAttempts) throw error;
      await clock.sleep(swapRestMs, signal);
    }
  }
}
