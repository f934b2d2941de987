import { expect, test } from 'vitest';
import { formatLocal } from '../../quantity/time.ts';
import { windowText } from './window-text.ts';

const at = (day: number, hour: number, minute = 0, ms = 0) => new Date(2026, 0, day, hour, minute, 0, ms).toISOString();

test('a window names its day once, and both days where it has two', () => {
  expect(windowText({ start: at(31, 12), end: at(31, 12, 5) })).toBe('2026-01-31 12:00:00 – 12:05:00');
  expect(windowText({ start: at(30, 23), end: at(31, 0) })).toBe('2026-01-30 23:00:00 – 2026-01-31 00:00:00');
});

test('a session keeps its milliseconds, and a window without an end is told by its start', () => {
  expect(windowText({ start: at(31, 12, 0, 250), end: at(31, 12, 1) })).toBe('2026-01-31 12:00:00.250 – 12:01:00');
  expect(windowText({ start: at(31, 12), end: null })).toBe(`from ${formatLocal(Date.parse(at(31, 12))).slice(0, 19)}`);
});
