import { MillraceError } from '@millrace/core';

/** What `onCommit` does was not done when the time of the commit was over. Nothing of the epoch is there. */
export class SlowCommitError extends MillraceError {
  constructor(commitTimeoutMs: number | undefined, cause: MillraceError) {
    super(
      'TRANSACTION_TIMEOUT',
      `What onCommit does for an epoch was not done within ${commitTimeoutMs} ms (commitTimeoutMs), or waited for a lock that long: nothing of the epoch was committed. Do less in it, SQL only; take fewer records an epoch (maxEpochRecords); or allow it more.`,
      { cause },
    );
  }
}
