import type { Pool } from 'pg';
import type { LogReader } from '../fetch/log-reader.ts';
import { retryDropped } from '../fetch/retry-dropped.ts';
import type { RowPlaces } from '../fetch/row-places.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import { indexOfOffset } from '../record/column-batch.ts';
import type { Direction } from '../search/search-segment.ts';
import type { BoundedPartition } from './resolve-position.ts';

/** Rows come whole: their records may be more by those of one. */
const maxRecordsPerRead = 10_000;

export interface PlacesReader {
  readonly pool: Pool;
  readonly reader: LogReader;
}

/** Rows that are read as one: the places from `from` to `to - 1` that lie in them. */
export interface RowsToRead {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

interface Row {
  readonly bytes: number;
}

/**
 * Where the records of a partition are that lie next to a position, and when they are from: in offset order, without what they hold. Read
 * on in one direction, a portion at a time.
 */
export class PartitionPlaces {
  readonly bounded: BoundedPartition;
  readonly #direction: Direction;
  #position: number;
  #offsets: number[] = [];
  #timestamps: number[] = [];
  /** Of each place its row. */
  #rows: Row[] = [];

  constructor(bounded: BoundedPartition, direction: Direction, position: number) {
    this.bounded = bounded;
    this.#direction = direction;
    this.#position = position;
  }

  get count(): number {
    return this.#offsets.length;
  }

  /** Whether there may be others behind these, in the direction of reading. */
  get hasMore(): boolean {
    const { logStartOffset, endOffset } = this.bounded.end;
    return this.#direction === 'forward' ? this.#position < endOffset : this.#position > logStartOffset;
  }

  offset(i: number): number {
    return this.#offsets[i] as number;
  }

  timestamp(i: number): number {
    return this.#timestamps[i] as number;
  }

  /** At least the next `count` places, or all there are. */
  async readOn(page: PlacesReader, count: number): Promise<void> {
    if (this.#direction === 'forward') await this.#readForward(page, count);
    else await this.#readBackward(page, count);
  }

  /** The rows of the places `from` to `to - 1`, in portions of `maxBytes` or a single row. */
  rowsToRead(from: number, to: number, maxBytes: number): RowsToRead[] {
    const portions: { from: number; to: number; rows: number }[] = [];
    let bytes = 0;
    for (let i = from; i < to; i++) {
      const row = this.#rows[i] as Row;
      const isNew = i === from || row !== this.#rows[i - 1];
      const portion = portions.at(-1);
      if (portion && (!isNew || bytes + row.bytes <= maxBytes)) {
        portion.to = i + 1;
        if (isNew) portion.rows += 1;
      } else {
        portions.push({ from: i, to: i + 1, rows: 1 });
        bytes = 0;
      }
      if (isNew) bytes += row.bytes;
    }
    return portions;
  }

  async #readForward({ reader }: PlacesReader, count: number): Promise<void> {
    const { endOffset } = this.bounded.end;
    const read = await readRange(reader, this.bounded, { from: this.#position, to: endOffset, count });
    for (const row of read) this.#append(row);
    this.#position = countOf(read) < count ? endOffset : this.offset(this.count - 1) + 1;
  }

  async #readBackward({ pool, reader }: PlacesReader, count: number): Promise<void> {
    const { logStartOffset } = this.bounded.end;
    const to = this.#position;
    let from = Math.max(logStartOffset, to - count);
    let read = await readRange(reader, this.bounded, { from, to });
    if (countOf(read) < to - from && from > logStartOffset) {
      // Some offsets are gone: records that are wanted lie further back.
      from = await offsetBefore(pool, this.bounded.partition.id, to, count);
      if (from >= to) {
        // The log begins behind them by now.
        this.#position = logStartOffset;
        return;
      }
      read = await readRange(reader, this.bounded, { from, to });
    }
    const [offsets, timestamps, rows] = [this.#offsets, this.#timestamps, this.#rows];
    [this.#offsets, this.#timestamps, this.#rows] = [[], [], []];
    for (const row of read) this.#append(row);
    this.#offsets = this.#offsets.concat(offsets);
    this.#timestamps = this.#timestamps.concat(timestamps);
    this.#rows = this.#rows.concat(rows);
    this.#position = from;
  }

  #append(places: RowPlaces): void {
    const row = { bytes: places.rowBytes };
    for (let i = 0; i < places.count; i++) {
      this.#offsets.push(places.offset(i));
      this.#timestamps.push(places.timestamp(i));
      this.#rows.push(row);
    }
  }
}

/** Places in [from, to), at most `count`. */
async function readRange(
  reader: LogReader,
  { topic, partition }: BoundedPartition,
  { from, to, count = Number.POSITIVE_INFINITY }: { from: number; to: number; count?: number },
): Promise<RowPlaces[]> {
  const rows: RowPlaces[] = [];
  let [offset, missing] = [from, count];
  while (offset < to && missing > 0) {
    const maxRecords = Math.min(missing, to - offset, maxRecordsPerRead);
    const read = await reader.readPlaces({ topic, partition, offset, maxRecords });
    const last = read.at(-1);
    if (!last) break;
    for (const row of read) {
      const part = row.slice(0, Math.min(missing, indexOfOffset(row, to)));
      if (part.count > 0) rows.push(part);
      missing -= part.count;
    }
    offset = last.nextOffset;
  }
  return rows;
}

const countOf = (rows: readonly RowPlaces[]) => rows.reduce((sum, { count }) => sum + count, 0);

async function offsetBefore(pool: Pool, partitionId: number, before: number, count: number): Promise<number> {
  const { rows } = await retryDropped(() =>
    pool.query<{ found: string }>('select millrace.offset_before($1, $2, $3) as found', [partitionId, before, count]),
  ).catch((error) => {
    throw translateReading(error);
  });
  return Number(rows[0]?.found ?? 0);
}
