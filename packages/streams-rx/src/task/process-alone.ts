import { type HeldFailure, type ReleaseOptions, Releases } from '../epoch/releases.ts';
import type { EpochInput } from './epoch-input.ts';
import { blamesNoRecord } from './error-policy.ts';
import { type FailedRun, findRelease } from './find-release.ts';
import type { ProcessInputOptions } from './process-input-options.ts';
import { PunctuationError } from './punctuation-error.ts';

/**
 * Takes a record through that fails, or an epoch without one. Where what it gives on fails that was kept back, that is given up in the same commit, and the record is
 * done (S97); else the record itself is given up.
 */
export async function processAlone(
  input: EpochInput,
  { wallClock, ...first }: FailedRun & Pick<ReleaseOptions, 'wallClock'>,
  options: ProcessInputOptions,
): Promise<void> {
  const failures: HeldFailure[] = [];
  let passing: number | undefined;
  for (let failed: FailedRun | undefined = first; failed; ) {
    const trial = (from: number, to: number) =>
      run((releases) => options.trial(input, releases), { failures, from, to, wallClock }, options);
    const found = await findRelease(failed, passing, trial);
    if (!found) {
      if (input.length === 0) throw failed.error;
      await options.giveUp(input, failed.error);
      return;
    }
    const { release, error } = found;
    if (release.kind === 'PUNCTUATION') throw new PunctuationError(release.node, release.time, error);
    if (!options.mayGiveUp(error)) {
      options.stopping({ release, error });
      throw error;
    }
    failures.push({ release, error });
    passing = found.passing;
    failed = await run((releases) => options.attempt(input, releases, false), { failures, wallClock }, options);
  }
}

/** undefined: it did not fail. Throws what no record is to blame for. */
async function run(
  work: (releases: Releases) => Promise<void>,
  which: ReleaseOptions,
  { mayGiveUp, isOutside }: ProcessInputOptions,
): Promise<FailedRun | undefined> {
  const releases = new Releases({ ...which, mayGiveUp });
  try {
    await work(releases);
    return undefined;
  } catch (error) {
    if (isOutside(error) || blamesNoRecord(error)) throw error;
    return { error, met: releases.met };
  }
}
