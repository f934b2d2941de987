import { type Clock, isMillraceError } from '@millrace/core';

const firstRetryDelayMs = 50;
const maxRetryDelayMs = 2_000;

export interface RideOutOptions {
  readonly clock: Clock;
  /** How long it is tried again; the last failure is thrown then. */
  readonly limitMs: number;
  /** An abort rejects with its reason, at once while nothing is being tried. */
  readonly signal: AbortSignal;
}

/** An outage of Postgres, also where the node says so by QUEUE_FULL or PARTITION_BUSY; not the end of the node itself. */
const passes = (error: unknown) =>
  isMillraceError(error, 'POSTGRES_UNAVAILABLE') ||
  (isMillraceError(error) && error.retriable && error.code !== 'SHUTTING_DOWN');

/** Tries again while Postgres is away, with growing pauses. Every error that does not pass is thrown at once. */
export async function rideOut<T>(options: RideOutOptions, attempt: () => Promise<T>): Promise<T> {
  const { clock, limitMs, signal } = options;
  const startedAt = clock.monotonic();
  for (let delayMs = firstRetryDelayMs; ; delayMs = Math.min(delayMs * 2, maxRetryDelayMs)) {
    try {
      return await attempt();
    } catch (error) {
      if (!passes(error) || clock.monotonic() - startedAt > limitMs) throw error;
      await clock.sleep(delayMs, signal);
    }
  }
}
