import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prefixOf, type StateKey, stateKeyOf, timeKey } from '../state/state-key.ts';
import {
  boundsBetween,
  boundsOfKey,
  type StateKeyBounds,
  type TableShape,
  tableKeyOf,
  windowFilter,
} from './table-key.ts';

const bytes = fc.uint8Array({ maxLength: 6, max: 3 }).map(stateKeyOf);
const time = fc.integer({ min: -1e13, max: 1e13 });
/** Also between two times, and beyond all that there are. */
const bound = fc.oneof(time, fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ noNaN: true }));

const shapes: readonly TableShape[] = [
  { kind: 'KEY_VALUE' },
  { kind: 'WINDOW', windowSizeMs: 10 },
  { kind: 'SESSION' },
];

function keyOf({ kind }: TableShape, key: StateKey, [start, length]: readonly [number, number]): StateKey {
  if (kind === 'KEY_VALUE') return key;
  return prefixOf(key) + (kind === 'WINDOW' ? timeKey(start) : timeKey(start + length) + timeKey(start));
}

const lies = (key: StateKey, { from, to }: StateKeyBounds) =>
  (from === undefined || key >= from) && (to === undefined || key < to);

const compare = (a: StateKey, b: StateKey) => (a < b ? -1 : a > b ? 1 : 0);

describe.each(shapes.map((shape) => [shape.kind, shape] as const))('%s', (kind, shape) => {
  const windows = fc.tuple(time, fc.nat({ max: 1e9 }));

  test('a key is told with its window', () => {
    fc.assert(
      fc.property(bytes, windows, (key, [start, length]) => {
        const told = tableKeyOf(shape, keyOf(shape, key, [start, length]));
        expect(stateKeyOf(told.key)).toBe(key);
        if (kind === 'KEY_VALUE') expect(told.window).toBeNull();
        else expect(told.window).toEqual({ start, end: kind === 'WINDOW' ? start + 10 : start + length });
      }),
    );
  });

  test('what there is of a key lies within its bounds, and nothing else', () => {
    fc.assert(
      fc.property(bytes, bytes, windows, (key, other, window) => {
        expect(lies(keyOf(shape, other, window), boundsOfKey(shape, key))).toBe(other === key);
      }),
    );
  });

  test('what is between two keys lies within their bounds, and nothing else', () => {
    fc.assert(
      fc.property(bytes, fc.option(bytes), fc.option(bytes), windows, (key, a, b, window) => {
        const within = (a === null || compare(key, a) >= 0) && (b === null || compare(key, b) <= 0);
        expect(lies(keyOf(shape, key, window), boundsBetween(shape, a ?? undefined, b ?? undefined))).toBe(within);
      }),
    );
  });
});

test('of windows those within two times of their starts, of sessions those that end late enough', () => {
  fc.assert(
    fc.property(bytes, time, fc.nat({ max: 1e9 }), bound, bound, (key, start, length, windowFrom, windowTo) => {
      const within = { windowFrom, windowTo };
      const [, windowed, session] = shapes as [TableShape, TableShape, TableShape];
      const inWindow = keyOf(windowed, key, [start, length]);
      const inSession = keyOf(session, key, [start, length]);
      expect(lies(inWindow, boundsOfKey(windowed, key, within))).toBe(start >= windowFrom && start < windowTo);
      expect(windowFilter(windowed, within)?.(inWindow) ?? true).toBe(start >= windowFrom && start < windowTo);
      expect(lies(inSession, boundsOfKey(session, key, within))).toBe(start + length >= windowFrom);
      expect(windowFilter(session, within)?.(inSession) ?? true).toBe(start + length >= windowFrom && start < windowTo);
    }),
  );
});

test.each([
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, [-5, 0, 1, 5]],
  [Number.NEGATIVE_INFINITY, 1.5, [-5, 0, 1]],
  [0.5, Number.POSITIVE_INFINITY, [1, 5]],
  [Number.POSITIVE_INFINITY, undefined, []],
  [undefined, Number.NEGATIVE_INFINITY, []],
  [-1e300, 1e300, [-5, 0, 1, 5]],
])('bounds may be infinite, between two times, or beyond all times: %s to %s', (windowFrom, windowTo, wanted) => {
  const shape = { kind: 'WINDOW', windowSizeMs: 10 } as const;
  const bounds = boundsOfKey(shape, 'k', { windowFrom, windowTo });
  expect([-5, 0, 1, 5].filter((start) => lies(keyOf(shape, 'k', [start, 0]), bounds))).toEqual(wanted);
});

test('all windows are within no bounds', () => {
  for (const shape of shapes) expect(windowFilter(shape, {})).toBeUndefined();
});

test('who does not know how long windows are does not say where one ends', () => {
  const key = prefixOf('k') + timeKey(5);
  expect(tableKeyOf({ kind: 'WINDOW', windowSizeMs: null }, key).window).toEqual({ start: 5, end: null });
});
