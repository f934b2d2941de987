import type { EntryData } from './entry-data.ts';

interface FeedRow {
  readonly id: string;
  readonly entry: EntryData;
}

/** What a live view of a table shows. */
export interface ChangeFeed {
  /** The newest first, at most `maxRows`. */
  readonly rows: readonly FeedRow[];
  /** Changes shown since the start, whether or not they still are. */
  readonly shown: number;
  /** Whether changes may be missing since the start: more came than the API could send, or the connection was lost. */
  readonly skipped: boolean;
  readonly paused: boolean;
  /** What came while it is paused: as rows, the newest first, and counted. */
  readonly waiting: readonly FeedRow[];
  readonly waitingCount: number;
}

export const maxRows = 300;

export const emptyFeed: ChangeFeed = {
  rows: [],
  shown: 0,
  skipped: false,
  paused: false,
  waiting: [],
  waitingCount: 0,
};

/** Takes changes in, oldest first as they come: into view, or behind a pause. */
export function withChanges(feed: ChangeFeed, changes: readonly EntryData[], skipped: boolean): ChangeFeed {
  if (changes.length === 0 && !skipped) return feed;
  const from = feed.shown + feed.waitingCount;
  const rows = changes.map((entry, i) => ({ id: String(from + i), entry })).reverse();
  const next = { ...feed, skipped: feed.skipped || skipped };
  if (feed.paused) {
    const waiting = [...rows, ...feed.waiting].slice(0, maxRows);
    return { ...next, waiting, waitingCount: feed.waitingCount + rows.length };
  }
  return { ...next, rows: [...rows, ...feed.rows].slice(0, maxRows), shown: feed.shown + rows.length };
}

export const paused = (feed: ChangeFeed): ChangeFeed => ({ ...feed, paused: true });

/** What has waited comes into view. */
export const resumed = (feed: ChangeFeed): ChangeFeed => ({
  ...feed,
  paused: false,
  rows: [...feed.waiting, ...feed.rows].slice(0, maxRows),
  shown: feed.shown + feed.waitingCount,
  waiting: [],
  waitingCount: 0,
});
