import type { Clock, Logger } from '@millrace/core';

/** The database is not asked more often than this, however often /metrics is. */
const keepMs = 10_000;
/** Nor is it kept busy by it: an answer that took long is kept so many times as long. */
const restFactor = 10;
/** So much later, without a newer one, it is not shown any more. */
const staleAfterMs = 20_000;
/** How long /metrics waits for an answer; one that takes longer is shown the next time. */
const answerWithinMs = 2_000;

export interface KeptAnswerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the log line when it cannot be had. */
  readonly failure: string;
}

/** What /metrics asks the database for, asked seldom. Undefined while there is no answer that is young enough. */
export function keptAnswer<T>(ask: () => Promise<T>, options: KeptAnswerOptions): () => Promise<T | undefined> {
  const { clock, logger, failure } = options;
  let answer: { readonly value: T; readonly keepUntil: number } | undefined;
  let asking: Promise<void> | undefined;

  const askAnew = async (): Promise<void> => {
    const askedAt = clock.monotonic();
    try {
      const value = await ask();
      const now = clock.monotonic();
      answer = { value, keepUntil: now + Math.max(keepMs, (now - askedAt) * restFactor) };
    } catch (error) {
      logger.debug({ error }, failure);
    }
    asking = undefined;
  };

  return async () => {
    if (!answer || clock.monotonic() >= answer.keepUntil) asking ??= askAnew();
    if (asking) {
      const done = new AbortController();
      await Promise.race([asking, clock.sleep(answerWithinMs, done.signal).catch(() => undefined)]);
      done.abort();
    }
    return answer && clock.monotonic() < answer.keepUntil + staleAfterMs ? answer.value : undefined;
  };
}
