import type { Position } from '../../generated/graphql.ts';
import { parametersOfTerms, type SearchTerms, termsOf } from './search-terms.ts';

/** Where the records page starts reading. */
export type Start = 'newest' | 'oldest' | 'offset' | 'time' | 'live';

/** What the records page shows, as its address says it. */
export interface RecordView {
  readonly from: Start;
  /** null: all. */
  readonly partitions: readonly number[] | null;
  readonly offset: number | null;
  /** Milliseconds since 1970. */
  readonly time: number | null;
  readonly limit: number;
  /** Of a page reached by going on or back. */
  readonly cursor: string | null;
  /** The record whose detail is open at first: "partition-offset". */
  readonly open: string | null;
  /** What all of the topic is searched for. */
  readonly search: SearchTerms;
}

const starts: readonly Start[] = ['newest', 'oldest', 'offset', 'time', 'live'];
export const pageSizes = [25, 50, 100, 250, 500] as const;
const defaultLimit = 50;

/** Reads an address; whatever makes no sense in it counts as not there, and so does a start that says not where. */
export function viewOf(address: URLSearchParams): RecordView {
  const parsed = Date.parse(address.get('time') ?? '');
  const time = Number.isNaN(parsed) ? null : parsed;
  const offset = wholeNumber(address.get('offset'));
  const wanted = starts.find((start) => start === address.get('from')) ?? 'newest';
  const isNowhere = (wanted === 'offset' && offset === null) || (wanted === 'time' && time === null);
  const from = isNowhere ? 'newest' : wanted;
  const limit = wholeNumber(address.get('limit'));
  const partitions = (address.get('partitions') ?? '')
    .split(',')
    .map(wholeNumber)
    .filter((each) => each !== null);
  const chosen = [...new Set(partitions)].sort((a, b) => a - b);
  // An offset is of one partition.
  if (from === 'offset') chosen.splice(0, chosen.length, chosen[0] ?? 0);
  return {
    from,
    partitions: chosen.length > 0 ? chosen : null,
    offset,
    time,
    limit: limit !== null && limit >= 1 && limit <= 1000 ? limit : defaultLimit,
    cursor: address.get('cursor'),
    open: address.get('open'),
    search: termsOf(address),
  };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

/** Parameters of an address; null takes one away, and so does what is the default anyway. */
export function parametersOf(view: Partial<RecordView>): { [name: string]: string | null } {
  const result: { [name: string]: string | null } = {};
  if (view.from !== undefined) result.from = view.from === 'newest' ? null : view.from;
  if (view.partitions !== undefined) result.partitions = view.partitions?.length ? view.partitions.join(',') : null;
  if (view.offset !== undefined) result.offset = view.offset === null ? null : String(view.offset);
  if (view.time !== undefined) result.time = view.time === null ? null : new Date(view.time).toISOString();
  if (view.limit !== undefined) result.limit = view.limit === defaultLimit ? null : String(view.limit);
  if (view.cursor !== undefined) result.cursor = view.cursor;
  if (view.open !== undefined) result.open = view.open;
  return view.search === undefined ? result : { ...result, ...parametersOfTerms(view.search) };
}

/** Where a page of such a view is read from; null of one that is live. */
export function positionOf(view: RecordView): Position | null {
  if (view.cursor) return { cursor: view.cursor };
  switch (view.from) {
    case 'newest':
      return { last: view.limit };
    case 'oldest':
      return { edge: 'EARLIEST' };
    case 'offset':
      return view.offset === null ? null : { offset: view.offset };
    case 'time':
      return view.time === null ? null : { timestamp: new Date(view.time).toISOString() };
    case 'live':
      return null;
  }
}

/** The address at which one record is on top, open. */
export function recordAddress(topic: string, partition: number, offset: number): string {
  return `/topics/${encodeURIComponent(topic)}/records?from=offset&partitions=${partition}&offset=${offset}&open=${partition}-${offset}`;
}
