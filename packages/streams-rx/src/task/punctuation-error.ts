import { MillraceError } from '@millrace/core';

/** A punctuation has failed: no record is to blame, and without one it would fail again. */
export class PunctuationError extends MillraceError {
  constructor(node: string, time: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super('PROCESSING_FAILED', `The punctuation of ${node} at ${time} failed: ${reason}`, { cause, details: { node } });
  }
}
