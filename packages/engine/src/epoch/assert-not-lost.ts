import type { Pool } from 'pg';
import { translateReading } from '../fetch/translate-reading.ts';
import { readEpochEnds } from './epoch-ends.ts';
import { lostPosition } from './lost-position.ts';

/** An offset with the epoch at which it was remembered, and the log's now. */
export interface RememberedPosition {
  readonly topic: string;
  readonly partition: number;
  readonly partitionId: number;
  readonly offset: number;
  /** undefined: whoever names it does not say, and takes what is there now. */
  readonly logEpoch: number | undefined;
  readonly logEpochNow: number;
}

/** OFFSET_OUT_OF_RANGE when one of them was lost since. Asks only about those of another epoch. */
export async function assertNotLost(pool: Pool, positions: readonly RememberedPosition[]): Promise<void> {
  const older = positions.filter(
    (position): position is RememberedPosition & { logEpoch: number } =>
      position.logEpoch !== undefined && position.logEpoch !== position.logEpochNow,
  );
  if (older.length === 0) return;
  const ends = await readEpochEnds(pool, older).catch((error) => {
    throw translateReading(error);
  });
  for (const [i, position] of older.entries()) {
    const epochEndOffset = ends[i] ?? null;
    if (epochEndOffset !== null && position.offset > epochEndOffset)
      throw lostPosition({ ...position, epochEndOffset });
  }
}
