import type { RecordBatch } from '../record/record-batch.ts';

/** Records of one partition in offset order: all that merging looks at. */
type Timed = Pick<RecordBatch, 'count' | 'timestamp'> & {
  /** Whether the partition has others behind these, in the direction of the merge, that are not known yet. */
  readonly hasMore?: boolean;
};

/** A record of one of several partitions: which one, and where in its batch. */
export interface PickedRecord {
  readonly source: number;
  readonly index: number;
}

/**
 * The first `limit` records of the partitions, ascending by (timestamp, partition), offset order kept within each. Fewer where the next
 * one cannot be told before more of a partition is known.
 */
export function mergeForward(batches: readonly (Timed | undefined)[], limit: number): PickedRecord[] {
  const heads = batches.map(() => 0);
  return take(batches, limit, heads, 1, (time, best) => time < best);
}

/** The last `limit` records, in ascending order: taken from the ends, each time the newest there is. */
export function mergeBackward(batches: readonly (Timed | undefined)[], limit: number): PickedRecord[] {
  const heads = batches.map((batch) => (batch?.count ?? 0) - 1);
  return take(batches, limit, heads, -1, (time, best) => time >= best).reverse();
}

/** Takes records at the heads of the batches, each time the one whose time is `better` than those before it. */
function take(
  batches: readonly (Timed | undefined)[],
  limit: number,
  heads: number[],
  step: 1 | -1,
  better: (time: number, best: number) => boolean,
): PickedRecord[] {
  const picks: PickedRecord[] = [];
  while (picks.length < limit) {
    let pick: PickedRecord | undefined;
    let best = 0;
    let isUnknown = false;
    batches.forEach((batch, source) => {
      const index = heads[source] as number;
      if (!batch || index < 0 || index >= batch.count) {
        isUnknown ||= batch?.hasMore === true;
        return;
      }
      const time = batch.timestamp(index);
      if (pick && !better(time, best)) return;
      pick = { source, index };
      best = time;
    });
    if (!pick || isUnknown) break;
    heads[pick.source] = pick.index + step;
    picks.push(pick);
  }
  return picks;
}
