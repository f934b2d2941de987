import { MillraceError } from '@millrace/core';
import type { Release } from '../epoch/releases.ts';
import { isTooMuch } from './epoch-size.ts';

/** A run that has failed, and what had gone on by then, in its order. */
export interface FailedRun {
  readonly error: unknown;
  readonly met: readonly Release[];
}

/** The run again with those from `from` up to `to` and without the others. undefined: it did not fail. */
export type Trial = (from: number, to: number) => Promise<FailedRun | undefined>;

export interface FoundRelease {
  readonly release: Release;
  /** What the run failed with once that had gone on. */
  readonly error: unknown;
  /** How many go on before it, with which all goes well. */
  readonly passing: number;
}

/**
 * Which of what goes on makes a run fail: the first one with which it fails, where it does not without. undefined: it fails without all of them. Up to that
 * one a run is always the same. `passing`: how many it is known to go well with. Fails with the run's own error, as one that no single one is to blame for, where each
 * would go well and all of them are too much.
 */
export async function findRelease(
  failed: FailedRun,
  passing: number | undefined,
  trial: Trial,
): Promise<FoundRelease | undefined> {
  if (failed.met.length === 0 || (passing === undefined && (await trial(0, 0)))) return undefined;
  let low = passing ?? 0;
  let least = failed;
  // As a rule the last one, behind which nothing went on any more.
  for (let to = least.met.length - 1; least.met.length > low + 1; to = (low + least.met.length) >> 1) {
    const again = await trial(0, to);
    if (again) least = again;
    else low = to;
  }
  const { error } = least;
  const release = least.met[low];
  if (!release) return undefined;
  if (low > 0 && isTooMuch(error) && !(await trial(low, low + 1))) throw tooMuchAtOnce(error);
  return { release, error, passing: low };
}

function tooMuchAtOnce(cause: MillraceError): MillraceError {
  return new MillraceError(
    cause.code,
    `What was kept back and falls due at one record is too much for one epoch, and no record is to blame: ${cause.message}`,
    { cause },
  );
}
