import type { Pool } from 'pg';
import { translateReading } from '../fetch/translate-reading.ts';
import { boundPartitions, resolvePosition, type StartingPartition } from '../position/resolve-position.ts';
import type { ReaderStart } from '../tail/topic-reader.ts';
import type { Consumer } from './consumer.ts';

/** Where to go on in partitions, in their order. OFFSET_OUT_OF_RANGE, INVALID_POSITION, TOPIC_NOT_FOUND. */
export async function resolveSeek(
  pool: Pool,
  partitions: readonly ReaderStart[],
  to: Parameters<Consumer['seek']>[1],
): Promise<StartingPartition[]> {
  try {
    const bounded = await boundPartitions(pool, partitions);
    if (!('offset' in to)) return await resolvePosition(pool, bounded, to);
    // An offset is a position of one partition: here of each.
    const starts = await Promise.all(bounded.map((each) => resolvePosition(pool, [each], to)));
    return starts.flat();
  } catch (error) {
    throw translateReading(error);
  }
}
