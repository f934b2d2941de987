/**
 * Where a subscription's events come from. `open` gives a hand-written iterator whose `return()` ends a pending `next()` at once:
 * an async generator that waits for data cannot be stopped.
 */
export interface EventSource<Event = unknown, Cursor = unknown> {
  /** Reads on from a cursor; without one from where the client asked. */
  open(cursor?: Cursor): AsyncIterator<Event, void>;
  /** Only where subscribers that ask the same may share one reader. */
  readonly sharing?: Sharing<Event, Cursor> | undefined;
}

export interface Sharing<Event, Cursor> {
  /** Where a reader that starts now begins. */
  start(): Promise<Cursor>;
  /** Moves a cursor behind an event. */
  advance(cursor: Cursor, event: Event): void;
  copy(cursor: Cursor): Cursor;
  equal(a: Cursor, b: Cursor): boolean;
}
