import type { Clock } from '@millrace/core';

/**
 * One `next()` of an iterator at a time, waited for with a deadline: a pull that is not there in time stays pending, and the
 * following wait gets it. Without it an iterator could not do two things at once: wait for data and for a time.
 */
export class PendingPull<T> {
  readonly #iterator: AsyncIterator<T, void>;
  readonly #clock: Clock;
  #pending: Promise<IteratorResult<T, void>> | undefined;

  constructor(iterator: AsyncIterator<T, void>, clock: Clock) {
    this.#iterator = iterator;
    this.#clock = clock;
  }

  /** The next item, or null when it is not there at `deadlineMs` of the monotonic clock. */
  async wait(deadlineMs: number | null): Promise<IteratorResult<T, void> | null> {
    this.#pending ??= this.#iterator.next();
    const pending = this.#pending;
    if (deadlineMs === null) return this.#settle(await pending);
    let timer: { cancel(): void } | undefined;
    const timeout = new Promise<null>((resolve) => {
      timer = this.#clock.schedule(Math.max(0, deadlineMs - this.#clock.monotonic()), () => resolve(null));
    });
    try {
      const first = await Promise.race([pending, timeout]);
      return first && this.#settle(first);
    } finally {
      timer?.cancel();
    }
  }

  async return(): Promise<void> {
    await this.#iterator.return?.();
  }

  #settle(result: IteratorResult<T, void>): IteratorResult<T, void> {
    this.#pending = undefined;
    return result;
  }
}
