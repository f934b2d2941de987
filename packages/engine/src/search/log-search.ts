import type { Clock } from '@millrace/core';
import type { PoolClient } from 'pg';
import type { BoundedPartition } from '../position/resolve-position.ts';
import type { Record } from '../record/record.ts';
import { findMatches, type PreparedFilter } from './find-matches.ts';
import { FoundRecords } from './found-records.ts';
import { listRows, type SearchRange, type SearchRow } from './list-rows.ts';
import { readMatches } from './read-matches.ts';
import { RowQueues } from './row-queues.ts';
import { type Direction, findSearchSegments, type SearchSegment } from './search-segment.ts';
import { segmentsWithoutKey } from './segments-without-key.ts';

/** Rows of a partition that are listed at a time. */
const maxListedRows = 500;
const maxRowsAtATime = 5_000;
const firstBytes = 512 * 1024;
const mostBytes = 32 * 1024 * 1024;
/** What one look into rows should take: often enough to hear of an abort and to say how far it got. */
const shortStepMs = 60;
const longStepMs = 240;

export interface LogSearchInput {
  readonly topic: { readonly id: number; readonly name: string };
  /** At least one. */
  readonly partitions: readonly BoundedPartition[];
  readonly direction: Direction;
  /** Of each partition: where to begin; backward, behind the first record looked at. */
  readonly positions: readonly number[];
  readonly limit: number;
  readonly filter: PreparedFilter;
  readonly clock: Clock;
}

/** Why a search stopped: enough was found, its time was over, or there is nothing left to look at. */
export type SearchEnd = 'LIMIT' | 'TIME' | 'DONE';

/** Looks for records, segment by segment and in each by the times of its rows, a few rows at a time. */
export class LogSearch {
  readonly #input: LogSearchInput;
  readonly #positions: number[];
  readonly #found: FoundRecords;
  readonly #indexes: ReadonlyMap<number, number>;
  /** Segments behind the present one, as they were when they were looked up. */
  #ahead: SearchSegment[] = [];
  /** Tables of `#ahead` whose key index says that the key is in none of their rows. */
  #without: ReadonlySet<number> = new Set();
  #segment: { readonly place: SearchSegment; readonly queues: RowQueues } | undefined;
  #bytes = firstBytes;
  #scannedRecords = 0;
  /** Whether it has got any further than where it began: what is called again and again has to come to an end. */
  #progressed = false;
  #careful = false;
  #end: SearchEnd | undefined;

  constructor(input: LogSearchInput) {
    this.#input = input;
    this.#positions = [...input.positions];
    const ids = input.partitions.map(({ partition }) => partition.id);
    this.#found = new FoundRecords(input.direction, ids, input.limit);
    this.#indexes = new Map(ids.map((id, i) => [id, i]));
  }

  /** Records that were looked at. */
  get scannedRecords(): number {
    return this.#scannedRecords;
  }

  get end(): SearchEnd | undefined {
    return this.#end;
  }

  /** Looks on until `until` (of the monotonic clock), at least at a few rows; `isOver`: there is no time left for another turn. */
  async work(client: PoolClient, until: number, isOver: () => boolean): Promise<void> {
    const { clock } = this.#input;
    while (!this.#end) {
      await this.#step(client);
      if (this.#end || !this.#progressed) continue;
      if (isOver()) this.#end = this.#found.missing === 0 ? 'LIMIT' : 'TIME';
      else if (clock.monotonic() >= until) return;
    }
  }

  /**
   * After a step that failed: looks again from where it stands, because a table was dropped meanwhile. `careful`: row by row, because the
   * step took too long; false when it did so already.
   */
  restart(careful: boolean): boolean {
    const can = !careful || !this.#careful;
    this.#segment = undefined;
    this.#ahead = [];
    this.#careful ||= careful;
    return can;
  }

  /** Once it has ended: the records, ascending, and the positions from which another search goes on. */
  async result(client: PoolClient): Promise<{ records: readonly Record[]; positions: readonly number[] }> {
    const { topic, partitions, direction } = this.#input;
    const { matches, leftOver } = this.#found.result();
    const indexed = matches.map((match) => ({
      ...match,
      partition: (partitions[this.#indexOf(match.partitionId)] as BoundedPartition).partition.index,
    }));
    const records = await readMatches(client, topic.name, indexed);
    const positions = this.#positions.map((position, i) => {
      const match = leftOver[i];
      if (!match) return position;
      return direction === 'forward' ? match.offset : match.offset + 1;
    });
    return { records, positions };
  }

  async #step(client: PoolClient): Promise<void> {
    if (!this.#segment) return this.#openSegment(client);
    const { place, queues } = this.#segment;
    await this.#list(client, place, queues);
    const { missing } = this.#found;
    const rows = queues.take({
      maxBytes: this.#bytes,
      maxRows: this.#maxRows(place, missing),
      wanted: missing === 0 ? this.#found.canBePreceded() : undefined,
    });
    if (rows.length > 0) return this.#look(client, place, rows);
    if (missing === 0) {
      this.#end = 'LIMIT';
      this.#settle(place, queues.drained());
    } else {
      this.#settle(place, [...this.#indexes.keys()]);
      this.#segment = undefined;
    }
  }

  async #openSegment(client: PoolClient): Promise<void> {
    const { topic, direction, filter } = this.#input;
    const left = [...this.#indexes].filter(([, i]) => this.#isLeft(i));
    if (left.length > 0 && this.#ahead.length === 0) {
      this.#ahead = await findSearchSegments(client, {
        topicId: topic.id,
        direction,
        partitionIds: left.map(([id]) => id),
        positions: left.map(([, i]) => this.#positions[i] as number),
        fromTime: filter.filter.fromTime,
      });
      const { key } = filter.filter;
      if (key !== undefined) this.#without = await segmentsWithoutKey(client, this.#ahead, key);
    }
    const place = left.length > 0 ? this.#ahead.shift() : undefined;
    if (!place) {
      this.#end = 'DONE';
      for (const i of this.#indexes.values()) this.#positions[i] = this.#edge(i);
      return;
    }
    const ids = left.map(([id]) => id).filter((id) => place.bounds.has(id));
    if (this.#without.has(place.tableId)) return this.#settle(place, ids);
    this.#segment = { place, queues: new RowQueues(direction, ids) };
  }

  async #list(client: PoolClient, place: SearchSegment, queues: RowQueues): Promise<void> {
    const lacking = queues.lacking();
    if (lacking.length === 0) return;
    const ranges = lacking.map((id) => this.#range(id, place));
    const { direction, filter } = this.#input;
    const open = ranges.filter(({ from, to }) => from < to);
    // By the index, rows come with their matches: no more of them than may be wanted.
    const maxRows = this.#byKey(place) ? Math.min(Math.max(this.#found.missing, 1), maxListedRows) : maxListedRows;
    const { tableId, hasKeyIndex } = place;
    const rows =
      open.length === 0
        ? []
        : await listRows(client, { tableId, hasKeyIndex, direction, ranges: open, filter: filter.filter, maxRows });
    for (const id of lacking) {
      const its = rows.filter(({ partitionId }) => partitionId === id);
      queues.fill(id, its, its.length < maxRows);
    }
  }

  async #look(client: PoolClient, place: SearchSegment, rows: readonly SearchRow[]): Promise<void> {
    const { clock, direction, filter } = this.#input;
    const startedAt = clock.monotonic();
    const wanted = rows.map((row) => {
      const { from, to } = this.#range(row.partitionId, place);
      return { partitionId: row.partitionId, baseOffset: row.baseOffset, from, to };
    });
    const known = rows.flatMap((row, i) =>
      (row.matches ?? []).filter(({ offset }) => {
        const { from, to } = wanted[i] as (typeof wanted)[number];
        return offset >= from && offset < to;
      }),
    );
    const unknown = wanted.filter((_, i) => rows[i]?.matches === undefined);
    this.#found.add(
      unknown.length === 0 ? known : [...known, ...(await findMatches(client, place.tableId, unknown, filter))],
    );
    for (const row of rows) {
      const i = this.#indexOf(row.partitionId);
      this.#scannedRecords += row.recordCount;
      this.#positions[i] = this.#clamped(i, direction === 'forward' ? row.lastOffset + 1 : row.baseOffset);
    }
    const tookMs = clock.monotonic() - startedAt;
    if (tookMs < shortStepMs) this.#bytes = Math.min(mostBytes, this.#bytes * 2);
    else if (tookMs > longStepMs) this.#bytes = Math.max(1, this.#bytes / 2);
  }

  /** Nothing is left of these partitions in the segment. */
  #settle({ bounds }: SearchSegment, partitionIds: readonly number[]): void {
    for (const id of partitionIds) {
      const bound = bounds.get(id);
      if (!bound) continue;
      const i = this.#indexOf(id);
      if (this.#input.direction === 'backward') this.#positions[i] = this.#clamped(i, bound.first);
      else this.#positions[i] = this.#clamped(i, bound.end ?? this.#edge(i));
    }
  }

  /** Never back to what was looked at, nor beyond what is to be searched. */
  #clamped(i: number, offset: number): number {
    this.#progressed = true;
    const position = this.#positions[i] as number;
    return this.#input.direction === 'forward'
      ? Math.min(Math.max(position, offset), this.#edge(i))
      : Math.max(Math.min(position, offset), this.#edge(i));
  }

  /** What of a partition is left to be searched in a segment. */
  #range(partitionId: number, place: SearchSegment): SearchRange {
    const i = this.#indexOf(partitionId);
    const { first, end } = place.bounds.get(partitionId) ?? { first: 0, end: 0 };
    const [position, edge] = [this.#positions[i] as number, this.#edge(i)];
    return this.#input.direction === 'forward'
      ? { partitionId, from: Math.max(position, first), to: Math.min(edge, end ?? edge) }
      : { partitionId, from: Math.max(edge, first), to: Math.min(position, end ?? position) };
  }

  #byKey(place: SearchSegment): boolean {
    return place.hasKeyIndex && this.#input.filter.filter.key !== undefined;
  }

  /** Where the search of a partition ends. */
  #edge(i: number): number {
    const { end } = this.#input.partitions[i] as BoundedPartition;
    return this.#input.direction === 'forward' ? end.endOffset : end.logStartOffset;
  }

  #isLeft(i: number): boolean {
    return this.#positions[i] !== this.#edge(i);
  }

  #indexOf(partitionId: number): number {
    return this.#indexes.get(partitionId) as number;
  }

  #maxRows(place: SearchSegment, missing: number): number {
    if (this.#careful) return 1;
    // Each row that the key index gave holds the key, as good as always.
    return this.#byKey(place) ? Math.min(Math.max(missing, 1), maxRowsAtATime) : maxRowsAtATime;
  }
}
