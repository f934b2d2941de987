import type { Clock } from '@millrace/core';
import type { BoundedPartition } from '../position/resolve-position.ts';
import type { Record } from '../record/record.ts';
import { findMatches, type PreparedFilter } from './find-matches.ts';
import { FoundRecords } from './found-records.ts';
import { KeyLookAhead } from './key-look-ahead.ts';
import { listRows, type SearchRange, type SearchRow } from './list-rows.ts';
import { readMatches } from './read-matches.ts';
import { asksForKeyOnly } from './record-filter.ts';
import { RowQueues } from './row-queues.ts';
import { type Direction, findSearchSegments, type SearchSegment } from './search-segment.ts';
import type { SearchSession } from './search-session.ts';

/** Rows of a partition that are listed at a time. */
const maxListedRows = 500;
const maxRowsAtATime = 5_000;
const firstBytes = 512 * 1024;
/** Of rows of which only keys are looked at. */
const firstBytesForKey = 8 * 1024 * 1024;
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
  /** What its records hold at most; a larger one comes alone. */
  readonly maxPageBytes: number;
  readonly filter: PreparedFilter;
  readonly clock: Clock;
}

/** Why a search stopped: enough was found, or more than a page holds, its time was over, or there is nothing left to look at. */
export type SearchEnd = 'LIMIT' | 'TIME' | 'DONE';

/** Looks for records, segment by segment and in each by the times of its rows, a few rows at a time. */
export class LogSearch {
  readonly #input: LogSearchInput;
  readonly #positions: number[];
  readonly #found: FoundRecords;
  readonly #indexes: ReadonlyMap<number, number>;
  /** Segments behind the present one, as they were when they were looked up. */
  #ahead: SearchSegment[] = [];
  #lookAhead: KeyLookAhead;
  #segment: { readonly place: SearchSegment; readonly queues: RowQueues } | undefined;
  #bytes: number;
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
    this.#lookAhead = new KeyLookAhead(input.direction, input.filter.filter, input.limit);
    this.#bytes = asksForKeyOnly(input.filter.filter) ? firstBytesForKey : firstBytes;
  }

  /** Records that were looked at. */
  get scannedRecords(): number {
    return this.#scannedRecords;
  }

  get end(): SearchEnd | undefined {
    return this.#end;
  }

  /** Looks on until `until` (of the monotonic clock), at least at a few rows; `isOver`: there is no time left for another turn. */
  async work(session: SearchSession, until: number, isOver: () => boolean): Promise<void> {
    const { clock } = this.#input;
    while (!this.#end) {
      await this.#step(session);
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
    this.#lookAhead = new KeyLookAhead(this.#input.direction, this.#input.filter.filter, this.#input.limit);
    this.#careful ||= careful;
    return can;
  }

  /** Once it has ended: the records, ascending, and the positions from which another search goes on. */
  async result(session: SearchSession): Promise<{ records: readonly Record[]; positions: readonly number[] }> {
    const { topic, partitions, direction, maxPageBytes } = this.#input;
    const { matches, leftOver } = this.#found.result();
    const found = matches.map((match) => ({
      ...match,
      partition: (partitions[this.#indexOf(match.partitionId)] as BoundedPartition).partition.index,
    }));
    if (direction === 'backward') found.reverse();
    const records = await readMatches(session, topic.name, found, maxPageBytes);
    const beyond = found.slice(records.length);
    // Of a partition they come before what is left over of it: the first of them has the last word.
    const next = [...leftOver];
    for (const match of beyond.toReversed()) next[this.#indexOf(match.partitionId)] = match;
    if (beyond.length > 0) this.#end = 'LIMIT';
    const positions = this.#positions.map((position, i) => {
      const match = next[i];
      if (!match) return position;
      return direction === 'forward' ? match.offset : match.offset + 1;
    });
    return { records: direction === 'forward' ? records : records.reverse(), positions };
  }

  async #step(session: SearchSession): Promise<void> {
    if (!this.#segment) return this.#openSegment(session);
    const { place, queues } = this.#segment;
    await this.#list(session, place, queues);
    const { missing } = this.#found;
    const rows = queues.take({
      maxBytes: this.#bytes,
      maxRows: this.#maxRows(place, missing),
      wanted: missing === 0 ? this.#found.canBePreceded() : undefined,
    });
    if (rows.length > 0) return this.#look(session, place, rows);
    if (missing === 0) {
      this.#end = 'LIMIT';
      this.#settle(place, queues.drained());
    } else {
      this.#settle(place, [...this.#indexes.keys()]);
      this.#segment = undefined;
    }
  }

  async #openSegment(session: SearchSession): Promise<void> {
    const { topic, direction, filter } = this.#input;
    const left = [...this.#indexes].filter(([, i]) => this.#isLeft(i));
    if (left.length > 0 && this.#ahead.length === 0) {
      this.#ahead = await findSearchSegments(session, {
        topicId: topic.id,
        direction,
        partitionIds: left.map(([id]) => id),
        positions: left.map(([, i]) => this.#positions[i] as number),
        fromTime: filter.filter.fromTime,
      });
    }
    const place = left.length > 0 ? this.#ahead.shift() : undefined;
    if (!place) {
      this.#end = 'DONE';
      for (const i of this.#indexes.values()) this.#positions[i] = this.#edge(i);
      return;
    }
    const ids = left.map(([id]) => id).filter((id) => place.bounds.has(id));
    const known = await this.#lookAhead.rowsOf(session, place, this.#ahead, (each) => this.#ranges(each));
    if (known?.rows.length === 0) return this.#settle(place, ids);
    const queues = new RowQueues(direction, ids);
    if (known) fill(queues, ids, known.rows, known.maxRows);
    this.#segment = { place, queues };
  }

  async #list(session: SearchSession, place: SearchSegment, queues: RowQueues): Promise<void> {
    const lacking = queues.lacking();
    if (lacking.length === 0) return;
    const { direction, filter } = this.#input;
    const ranges = lacking.map((id) => this.#range(id, place)).filter(({ from, to }) => from < to);
    // By the index, rows come with their matches: no more of them than may be wanted.
    const maxRows = this.#byKey(place) ? Math.min(Math.max(this.#found.missing, 1), maxListedRows) : maxListedRows;
    const tables = ranges.length === 0 ? [] : [{ ...place, ranges }];
    const [rows = []] = await listRows(session, { tables, direction, filter: filter.filter, maxRows });
    fill(queues, lacking, rows, maxRows);
  }

  async #look(session: SearchSession, place: SearchSegment, rows: readonly SearchRow[]): Promise<void> {
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
      unknown.length === 0 ? known : [...known, ...(await findMatches(session, place.tableId, unknown, filter))],
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

  /** The same of all partitions that are in it and have any left. */
  #ranges(place: SearchSegment): SearchRange[] {
    return [...place.bounds.keys()].map((id) => this.#range(id, place)).filter(({ from, to }) => from < to);
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

/** Gives the rows to their queues; a partition that has fewer than `maxRows` has no more behind them. */
function fill(queues: RowQueues, partitionIds: readonly number[], rows: readonly SearchRow[], maxRows: number): void {
  const byPartition = new Map<number, SearchRow[]>(partitionIds.map((id) => [id, []]));
  for (const row of rows) byPartition.get(row.partitionId)?.push(row);
  for (const [id, its] of byPartition) queues.fill(id, its, its.length < maxRows);
}
