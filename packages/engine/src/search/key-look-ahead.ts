import { listRows, type SearchRange, type SearchRow } from './list-rows.ts';
import type { RecordFilter } from './record-filter.ts';
import type { Direction, SearchSegment } from './search-segment.ts';
import type { SearchSession } from './search-session.ts';
import { tablesWithKey } from './tables-with-key.ts';

/** Tables that are asked whether they hold the key at a time: fewer at first, because what is looked for is often near. */
const firstAsked = 8;
const mostAsked = 64;
/** Tables that hold the key and are listed at a time: few at first, and no more than records are wanted. */
const firstTables = 4;
const mostTables = 16;
/** Rows of each partition: a key that is in many rows of a segment will be found in the first ones. */
const maxRows = 4;

export interface KnownRows {
  /** In the order of the search within each partition. */
  readonly rows: readonly SearchRow[];
  /** Of each partition; where there are fewer there are no more. */
  readonly maxRows: number;
}

/** What the key indexes of segments tell, asked of several at a time: a round trip for each costs more than the looks. */
export class KeyLookAhead {
  readonly #direction: Direction;
  readonly #filter: RecordFilter;
  /** By table: whether it holds the key. */
  readonly #held = new Map<number, boolean>();
  readonly #rows = new Map<number, readonly SearchRow[]>();
  #asked = firstAsked;
  #tables: number;

  /** `limit`: records that are wanted. */
  constructor(direction: Direction, filter: RecordFilter, limit: number) {
    this.#direction = direction;
    this.#filter = filter;
    this.#tables = Math.min(firstTables, limit);
  }

  /**
   * The first rows of a segment that hold the key; undefined: it has no key index, or the filter no key. `behind`: the segments that come
   * after it; `rangesOf`: what is to be searched of one.
   */
  async rowsOf(
    session: SearchSession,
    place: SearchSegment,
    behind: readonly SearchSegment[],
    rangesOf: (place: SearchSegment) => readonly SearchRange[],
  ): Promise<KnownRows | undefined> {
    const { key } = this.#filter;
    if (key === undefined || !place.hasKeyIndex) return undefined;
    const indexed = [place, ...behind.filter(({ hasKeyIndex }) => hasKeyIndex)];
    if (!this.#held.has(place.tableId)) {
      const tableIds = indexed.slice(0, this.#asked).map(({ tableId }) => tableId);
      this.#asked = mostAsked;
      const held = await tablesWithKey(session, tableIds, key);
      for (const id of tableIds) this.#held.set(id, held.has(id));
    }
    if (!this.#held.get(place.tableId)) return { rows: [], maxRows };
    if (!this.#rows.has(place.tableId)) {
      await this.#list(
        session,
        indexed.filter(({ tableId }) => this.#held.get(tableId)),
        rangesOf,
      );
    }
    return { rows: this.#rows.get(place.tableId) as readonly SearchRow[], maxRows };
  }

  async #list(
    session: SearchSession,
    places: readonly SearchSegment[],
    rangesOf: (place: SearchSegment) => readonly SearchRange[],
  ): Promise<void> {
    const listed = places.slice(0, this.#tables);
    this.#tables = Math.min(mostTables, this.#tables * 4);
    const tables = listed.map((place) => ({ ...place, ranges: rangesOf(place) }));
    const lists = await listRows(session, { tables, direction: this.#direction, filter: this.#filter, maxRows });
    for (const [i, { tableId }] of listed.entries()) this.#rows.set(tableId, lists[i] as SearchRow[]);
  }
}
