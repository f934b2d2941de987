import type { MaybePromise } from '../state/task-state.ts';

/** Reads of several stores as one: a promise only where one of them is. */
export function allReady(reads: readonly MaybePromise<void>[]): MaybePromise<void> {
  const waited = reads.filter((read) => read instanceof Promise);
  if (waited.length > 0) return Promise.all(waited).then(() => undefined);
}
