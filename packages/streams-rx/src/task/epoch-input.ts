import type { Origin } from '../record/origin.ts';

/** The records of an epoch, in the order in which they are taken. */
export interface EpochInput {
  readonly origins: readonly Origin[];
  /** Of each, the number of its source in the task's plan. */
  readonly sources: readonly number[];
}

/** A part of it. Ordinals rise, and that is all that matters about them. */
export function sliceInput({ origins, sources }: EpochInput, start: number, end?: number): EpochInput {
  return { origins: origins.slice(start, end), sources: sources.slice(start, end) };
}
