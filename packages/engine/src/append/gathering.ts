import type { Clock } from '@millrace/core';

/** Calls wait this long at most for others to share their flush with: a fraction of what a commit takes. */
const maxGatherMs = 1;

/** Fewer are answered, and back, before another flush would be. */
const fewestOverdue = 100;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * How long calls gather before a flush goes. Those that were answered together mostly come back together: without a moment's
 * patience the first of them would go alone, and all others wait for that flush to end. So half as many as went the last
 * time are waited for, for half of the time that took. A caller that is alone waits for nobody.
 */
export class Gathering {
  readonly #clock: Clock;
  #lastCalls = 0;
  #lastMs = 0;
  #endedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the flush should go; `gathered` is how many calls are in it by now. */
  async wait(gathered: () => number): Promise<void> {
    const until = this.#clock.monotonic() + Math.min(maxGatherMs, this.#lastMs / 2);
    do await nextTurn();
    while (!this.isEnough(gathered()) && this.#clock.monotonic() < until);
  }

  /** Whether so many calls are worth a flush: none of the others is waited for then. */
  isEnough(calls: number): boolean {
    return calls >= this.#lastCalls / 2;
  }

  /** Whether so many calls should not wait for the others, which take as long to come back as half of the flush took. */
  isOverdue(calls: number): boolean {
    return (
      calls >= fewestOverdue && this.isEnough(calls) && this.#clock.monotonic() - this.#endedAt >= this.#lastMs / 2
    );
  }

  /** Takes note of a flush that went. */
  went(calls: number, durationMs: number): void {
    this.#lastCalls = calls;
    this.#lastMs = durationMs;
    this.#endedAt = this.#clock.monotonic();
  }
}
