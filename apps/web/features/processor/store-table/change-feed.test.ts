import { expect, test } from 'vitest';
import { type ChangeFeed, emptyFeed, maxRows, paused, resumed, withChanges } from './change-feed.ts';

const change = (value: number) => ({ partition: 0, key: 'a', value, keyBytes: 'YQ==' });
const changes = (count: number, first = 0) => Array.from({ length: count }, (_, i) => change(first + i));
const values = ({ rows }: ChangeFeed) => rows.map(({ entry }) => entry.value);

test('the newest change is on top, and a bounded number of them is kept', () => {
  const feed = withChanges(withChanges(emptyFeed, changes(2), false), changes(1, 2), false);
  expect(values(feed)).toEqual([2, 1, 0]);
  const full = withChanges(feed, changes(maxRows, 3), false);
  expect(full.rows).toHaveLength(maxRows);
  expect(values(full)[0]).toBe(maxRows + 2);
  expect(full.shown).toBe(maxRows + 3);
});

test('what comes during a pause waits, and is shown in its place afterwards', () => {
  const before = paused(withChanges(emptyFeed, changes(1), false));
  const during = withChanges(before, changes(maxRows + 5, 1), false);
  expect(during.rows).toBe(before.rows);
  expect(during.waitingCount).toBe(maxRows + 5);
  const after = resumed(during);
  expect(values(after)[0]).toBe(maxRows + 5);
  expect(after).toMatchObject({ paused: false, waitingCount: 0, shown: maxRows + 6 });
  expect(new Set(withChanges(after, changes(9), false).rows.map(({ id }) => id)).size).toBe(maxRows);
});

test('that changes were left out is not forgotten', () => {
  const feed = withChanges(withChanges(emptyFeed, [], true), changes(1), false);
  expect(feed.skipped).toBe(true);
  expect(withChanges(feed, [], false)).toBe(feed);
});
