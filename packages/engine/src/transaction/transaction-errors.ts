import { MillraceError } from '@millrace/core';

export function transactionIdle(idleTimeoutMs: number, cause: unknown): MillraceError {
  return new MillraceError(
    'TRANSACTION_TIMEOUT',
    `The transaction sent no statement for ${idleTimeoutMs} ms and was rolled back: nothing of it is there. Do less between its statements, or give it a longer idleTimeoutMs.`,
    { cause },
  );
}

export function transactionTimeout(timeoutMs: number, cause?: unknown): MillraceError {
  return new MillraceError(
    'TRANSACTION_TIMEOUT',
    `The transaction was not ready to commit within ${timeoutMs} ms and was rolled back: nothing of it is there. Do less in it, or give it more time.`,
    cause === undefined ? {} : { cause },
  );
}

/** Of a call that comes when the transaction's callback has settled, or it ended for another reason. */
export function usedAfterEnd(call: string): MillraceError {
  return new MillraceError(
    'TRANSACTION_ENDED',
    `${call} came after the end of its transaction: await everything that belongs to it before its callback returns.`,
  );
}

/** Of one that the caller's own SQL ended or failed. */
export function endedBySql(reason: string, cause: unknown): MillraceError {
  return new MillraceError('TRANSACTION_ENDED', reason, { cause });
}

/** With a key it is safe to do it again. */
export function unknownOutcome(cause: unknown, idempotencyKey: string | undefined): MillraceError {
  const what = 'The connection to Postgres was lost during the commit: all of the transaction is there, or nothing.';
  const advice =
    idempotencyKey === undefined
      ? 'Look before you do it again: at a row that it wrote, or at the offsets that it committed.'
      : 'Do it again with the same idempotencyKey: DUPLICATE_TRANSACTION says that it is there.';
  return new MillraceError('UNKNOWN_OUTCOME', `${what} ${advice}`, { cause, retriable: idempotencyKey !== undefined });
}

export function duplicateTransaction(idempotencyKey: string): MillraceError {
  return new MillraceError(
    'DUPLICATE_TRANSACTION',
    `A transaction with the idempotency key "${idempotencyKey}" has been committed: nothing was done this time. If it was the same one, nothing is left to do.`,
  );
}

/** Of one whose session was lost before its end. */
export function transactionLost(cause: unknown): MillraceError {
  return new MillraceError(
    'POSTGRES_UNAVAILABLE',
    `The connection to Postgres was lost in the transaction: nothing of it is there. Do it again. (${cause instanceof Error ? cause.message : cause})`,
    { cause },
  );
}

export function transactionBusy(waitedMs: number, cause: unknown): MillraceError {
  return new MillraceError(
    'PARTITION_BUSY',
    `Another session held a partition that the transaction needs, for as long as it could wait (${waitedMs} ms). Nothing of it is there: do it again.`,
    { cause },
  );
}

/** millrace.assert_producer says which epoch there is. */
export function producerFenced(cause: unknown): MillraceError {
  return new MillraceError(
    'PRODUCER_FENCED',
    `Another program has taken the transactional id over (${cause instanceof Error ? cause.message : cause}): nothing of the transaction is there. Stop, or call initProducer to take it back.`,
    { cause },
  );
}

export function unknownProducer(cause: unknown): MillraceError {
  return new MillraceError(
    'UNKNOWN_PRODUCER_ID',
    `The transaction's producer is not known, or not any more: nothing of it is there. Call initProducer. (${cause instanceof Error ? cause.message : cause})`,
    { cause },
  );
}

/** The log was restored, or another server has taken over, a moment ago. */
export function logEpochPending(cause: unknown): MillraceError {
  return new MillraceError(
    'POSTGRES_UNAVAILABLE',
    'The log may have lost its end, and its epoch is being raised. Nothing was committed: run the transaction again.',
    { cause },
  );
}
