import { mergeBackward, mergeForward } from '../position/merge-records.ts';
import type { SearchRow } from './list-rows.ts';
import type { Match } from './match.ts';
import type { Direction } from './search-segment.ts';

/** What a search has found so far, a list for each partition in the direction of the search. */
export class FoundRecords {
  readonly #direction: Direction;
  readonly #limit: number;
  /** In the order of the partitions. */
  readonly #lists: Match[][];
  readonly #sources: ReadonlyMap<number, number>;
  #count = 0;

  constructor(direction: Direction, partitionIds: readonly number[], limit: number) {
    this.#direction = direction;
    this.#limit = limit;
    this.#lists = partitionIds.map(() => []);
    this.#sources = new Map(partitionIds.map((id, source) => [id, source]));
  }

  /** How many are still to be found; 0: enough. */
  get missing(): number {
    return Math.max(0, this.#limit - this.#count);
  }

  /** Adds what was found in rows, in whatever order. */
  add(matches: readonly Match[]): void {
    const step = this.#direction === 'forward' ? 1 : -1;
    const lists = new Map<number, Match[]>();
    for (const match of matches) {
      const source = this.#sources.get(match.partitionId) as number;
      const list = lists.get(source);
      if (list) list.push(match);
      else lists.set(source, [match]);
    }
    for (const [source, list] of lists) {
      list.sort((a, b) => step * (a.offset - b.offset));
      for (const match of list) this.#lists[source]?.push(match);
    }
    this.#count += matches.length;
  }

  /** Whether a row that was not looked into could hold a record that comes before one of those that would be given now. */
  canBePreceded(): (row: SearchRow) => boolean {
    const picks = this.#picks();
    const kept = this.#lists.map(() => 0);
    for (const { source } of picks) kept[source] = (kept[source] as number) + 1;
    // The one picked last: forward the latest, backward the earliest.
    const times = picks.map(({ match }) => match.timestamp);
    const edge =
      this.#direction === 'forward'
        ? times.reduce((latest, time) => Math.max(latest, time), Number.NEGATIVE_INFINITY)
        : times.reduce((earliest, time) => Math.min(earliest, time), Number.POSITIVE_INFINITY);
    return (row) => {
      const source = this.#sources.get(row.partitionId) as number;
      // What of this partition is left over comes before whatever the row holds.
      if ((this.#lists[source]?.length ?? 0) > (kept[source] as number)) return false;
      return this.#direction === 'forward' ? row.baseTimestamp < edge : row.maxTimestamp > edge;
    };
  }

  /** The first of them in the direction of the search, ascending, and of each partition the first one left over. */
  result(): { matches: readonly Match[]; leftOver: readonly (Match | undefined)[] } {
    const picks = this.#picks();
    const kept = this.#lists.map(() => 0);
    for (const { source } of picks) kept[source] = (kept[source] as number) + 1;
    return {
      matches: picks.map(({ match }) => match),
      leftOver: this.#lists.map((list, source) => list[kept[source] as number]),
    };
  }

  /** Ascending by (timestamp, partition, offset), offset order kept within a partition. */
  #picks(): { source: number; match: Match }[] {
    const forward = this.#direction === 'forward';
    const lists = forward ? this.#lists : this.#lists.map((list) => list.toReversed());
    const batches = lists.map((list) => ({
      count: list.length,
      timestamp: (i: number) => (list[i] as Match).timestamp,
    }));
    return (forward ? mergeForward : mergeBackward)(batches, this.#limit).map(({ source, index }) => ({
      source,
      match: lists[source]?.[index] as Match,
    }));
  }
}
