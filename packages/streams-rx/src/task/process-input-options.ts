import type { HeldFailure, Releases } from '../epoch/releases.ts';
import type { EpochInput } from './epoch-input.ts';

/** What takes records through, and what decides of those that fail. */
export interface ProcessInputOptions {
  /**
   * Runs the operators over records and commits what they made, or does nothing. A probe is a part of what took too long: it is to be given little
   * time, for it is cut further where that does not do.
   */
  readonly attempt: (input: EpochInput, releases: Releases, isProbe: boolean) => Promise<void>;
  /** The same, and all of it is taken back, as if it had failed; rejects where it would not have been committed. */
  readonly trial: (input: EpochInput, releases: Releases) => Promise<void>;
  /** Whether an error has nothing to do with records: an outage, a lost task. It is thrown as it is. */
  readonly isOutside: (error: unknown) => boolean;
  /** Whether something that was held back may be left out for an error of its own; else the application stops. */
  readonly mayGiveUp: (error: unknown) => boolean;
  /** Tells of what was held back and stops it. */
  readonly stopping: (failure: HeldFailure) => void;
  /** Decides of a single record that fails, and commits that it is done; or throws. */
  readonly giveUp: (culprit: EpochInput, error: unknown) => Promise<void>;
}
