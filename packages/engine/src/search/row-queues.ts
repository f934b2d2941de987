import type { SearchRow } from './list-rows.ts';
import type { Direction } from './search-segment.ts';

export interface TakeLimit {
  /** The first row is always taken. */
  readonly maxBytes: number;
  readonly maxRows: number;
  /** Whether a row is still wanted; default: every one. */
  readonly wanted?: ((row: SearchRow) => boolean) | undefined;
}

/**
 * The rows of a segment that are still to be looked into, a queue for each partition. They are taken in the order of their bounds:
 * forward the one that begins earliest, backward the one that ends latest, offsets in order within a partition.
 */
export class RowQueues {
  readonly #direction: Direction;
  readonly #queues = new Map<number, { rows: readonly SearchRow[]; at: number; complete: boolean }>();

  constructor(direction: Direction, partitionIds: readonly number[]) {
    this.#direction = direction;
    for (const id of partitionIds) this.#queues.set(id, { rows: [], at: 0, complete: false });
  }

  /** Partitions whose next row is not known and that may have one. */
  lacking(): number[] {
    return [...this.#queues].filter(([, { rows, at, complete }]) => at === rows.length && !complete).map(([id]) => id);
  }

  /** Partitions of which no row is left. */
  drained(): number[] {
    return [...this.#queues].filter(([, { rows, at, complete }]) => at === rows.length && complete).map(([id]) => id);
  }

  /** The next rows of a partition, in order; `complete`: there are no more behind them. */
  fill(partitionId: number, rows: readonly SearchRow[], complete: boolean): void {
    this.#queues.set(partitionId, { rows, at: 0, complete });
  }

  /** Takes rows until the limit, or until a partition's next row is not known. */
  take({ maxBytes, maxRows, wanted = () => true }: TakeLimit): SearchRow[] {
    const taken: SearchRow[] = [];
    let bytes = 0;
    while (taken.length < maxRows) {
      const next = this.#next(wanted);
      if (!next || (taken.length > 0 && bytes + next.row.byteSize > maxBytes)) break;
      next.queue.at += 1;
      taken.push(next.row);
      bytes += next.row.byteSize;
      if (next.queue.at === next.queue.rows.length && !next.queue.complete) break;
    }
    return taken;
  }

  #next(wanted: (row: SearchRow) => boolean) {
    let best: { row: SearchRow; queue: { rows: readonly SearchRow[]; at: number; complete: boolean } } | undefined;
    for (const queue of this.#queues.values()) {
      const row = queue.rows[queue.at];
      if (!row || !wanted(row)) continue;
      const better =
        !best ||
        (this.#direction === 'forward'
          ? row.baseTimestamp < best.row.baseTimestamp
          : row.maxTimestamp >= best.row.maxTimestamp);
      if (better) best = { row, queue };
    }
    return best;
  }
}
