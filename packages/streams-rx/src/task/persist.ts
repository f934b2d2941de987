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
}

/** Tries again what nothing but an outage is in the way of, for a while (S13). */
export async function persist<T>(options: PersistOptions, work: () => Promise<T>): Promise<T> {
  const { clock, limits, signal, onRetry } = options;
  const giveUpAt = clock.monotonic() + limits.retryTimeoutMs;
  for (let waitMs = limits.retryMs; ; waitMs = Math.min(waitMs * 2, limits.maxRetryMs)) {
    try {
      return await work();
    } catch (error) {
      if (failureOf(error) !== 'again' || clock.monotonic() >= giveUpAt || signal.aborted) throw error;
      onRetry(error);
      await clock.sleep(waitMs, signal).catch(() => undefined);
      if (signal.aborted) throw error;
    }
  }
}
