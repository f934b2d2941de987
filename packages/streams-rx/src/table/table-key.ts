import {
  behindPrefix,
  bytesOf,
  keyOfPrefixed,
  prefixOf,
  type StateKey,
  timeKey,
  timeKeyLength,
  timeOfKey,
} from '../state/state-key.ts';

/** What a store that can be read as a table is. A window's size is not in its key. */
export type TableShape =
  | { readonly kind: 'KEY_VALUE' }
  | { readonly kind: 'WINDOW'; readonly windowSizeMs: number | null }
  | { readonly kind: 'SESSION' };

/** ms since 1970. `end` is not in a window; a session's is the time of its last record. */
export interface TableWindow {
  readonly start: number;
  /** null: nobody knows how long windows of this table are. */
  readonly end: number | null;
}

/** A key of a table: the record's, and with it a window where the table has windows. */
export interface TableKey {
  readonly key: Uint8Array;
  readonly window: TableWindow | null;
}

/**
 * Which windows are wanted, ms since 1970: those that start at `windowFrom` or later, of sessions those that end then or later; and that start before
 * `windowTo`. Infinite ones are no bounds.
 */
export interface WindowBounds {
  readonly windowFrom?: number | undefined;
  readonly windowTo?: number | undefined;
}

/** Keys from `from` up to `to`, which is not among them; undefined: from the first, to the last. */
export interface StateKeyBounds {
  readonly from?: StateKey | undefined;
  readonly to?: StateKey | undefined;
}

export function tableKeyOf(shape: TableShape, key: StateKey): TableKey {
  switch (shape.kind) {
    case 'KEY_VALUE':
      return { key: bytesOf(key), window: null };
    case 'WINDOW': {
      const start = timeOfKey(key, key.length - timeKeyLength);
      const end = shape.windowSizeMs === null ? null : start + shape.windowSizeMs;
      return { key: bytesOf(keyOfPrefixed(key, timeKeyLength)), window: { start, end } };
    }
    case 'SESSION': {
      const end = timeOfKey(key, key.length - 2 * timeKeyLength);
      const start = timeOfKey(key, key.length - timeKeyLength);
      return { key: bytesOf(keyOfPrefixed(key, 2 * timeKeyLength)), window: { start, end } };
    }
  }
}

/** The key right behind one: with nothing between them. */
function behindKey(key: StateKey): StateKey {
  return `${key}\0`;
}

/** Says of a key whether its window is wanted; undefined where all are. */
export function windowFilter(
  shape: TableShape,
  { windowFrom = Number.NEGATIVE_INFINITY, windowTo = Number.POSITIVE_INFINITY }: WindowBounds,
): ((key: StateKey) => boolean) | undefined {
  if (windowFrom === Number.NEGATIVE_INFINITY && windowTo === Number.POSITIVE_INFINITY) return undefined;
  return (key) => {
    const { window } = tableKeyOf(shape, key);
    if (!window) return true;
    const from = shape.kind === 'SESSION' ? (window.end as number) : window.start;
    return from >= windowFrom && window.start < windowTo;
  };
}

/** What a table has of a record key, in the windows that are wanted. That sessions start before `windowTo` says `windowFilter` only. */
export function boundsOfKey(
  { kind }: TableShape,
  key: StateKey,
  { windowFrom = Number.NEGATIVE_INFINITY, windowTo = Number.POSITIVE_INFINITY }: WindowBounds = {},
): StateKeyBounds {
  if (kind === 'KEY_VALUE') return { from: key, to: behindKey(key) };
  const prefix = prefixOf(key);
  return {
    from: prefix + boundKey(windowFrom),
    to: kind === 'SESSION' ? behindPrefix(prefix) : prefix + boundKey(windowTo),
  };
}

/** Every time lies from here up to its opposite, which is none: times are safe integers. */
const firstTime = -(2 ** 53);

/** The first time that is not before one, which may be infinite, and a fraction. */
function boundKey(time: number): StateKey {
  return timeKey(Math.min(Math.max(Math.ceil(time), firstTime), -firstTime));
}

/** What a table has of the record keys between two, both included. */
export function boundsBetween(
  { kind }: TableShape,
  from: StateKey | undefined,
  to: StateKey | undefined,
): StateKeyBounds {
  if (kind === 'KEY_VALUE') return { from, to: to === undefined ? undefined : behindKey(to) };
  return {
    from: from === undefined ? undefined : prefixOf(from),
    to: to === undefined ? undefined : behindPrefix(prefixOf(to)),
  };
}
