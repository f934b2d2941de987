import type { Clock } from '@millrace/core';
import { failureOf } from './task-failure.ts';

export interface RetryLimits {
  /** How long something is tried again after an outage of Postgres before the application fails. Doubled from `retryMs` up to `maxRetryMs` apart. */
  readonly retryTimeoutMs: number;
  readonly retryMs: number;
  readonly maxRetryMs: number;
}

export interface PersistOptions {
  readonly clock: Clock;
  readonly limits: RetryLimits;
  /** Once it is aborted nothing is tried again: the failure that there was is thrown. */
  readonly signal: AbortSignal;
  /** It has failed, and waits. */
  readonly onRetry: (error: unknown) => void;
  /** Whether a failure is no outage's, though it looks like one: with the third of those in a row it is given up. undefined: none is. */
  readonly isItsOwn?: (error: unknown) => Promise<boolean>;
}

const maxOwnFailures = 3;

/** Tries again what nothing but an outage is in the way of, for a while (S13). */
export async function persist<T>(options: PersistOptions, work: () => Promise<T>): Promise<T> {
  const { clock, limits, signal, onRetry, isItsOwn } = options;
  const giveUpAt = clock.monotonic() + limits.retryTimeoutMs;
  let ownFailures = 0;
  for (let waitMs = limits.retryMs; ; waitMs = Math.min(waitMs * 2, limits.maxRetryMs)) {
    try {
      return await work();
    } catch (error) {
      if (failureOf(error) !== 'again' || clock.monotonic() >= giveUpAt || signal.aborted) throw error;
      ownFailures = (await isItsOwn?.(error)) ? ownFailures + 1 : 0;
      if (ownFailures === maxOwnFailures) throw error;
      onRetry(error);
      await clock.sleep(waitMs, signal).catch(() => undefined);
      if (signal.aborted) throw error;
    }
  }
}
