import type { Clock } from '@millrace/core';

/** How often the clock is asked, ms: it may be set, and a timer does not hear of it. */
const lookAgainMs = 60_000;

/** When a task is to be run without a record, for its punctuations on the wall clock (S88): at the next multiple of any of their intervals. */
export class PunctuationWait {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #intervalsMs: readonly number[];
  /** undefined: not yet. What a task that was somewhere else has missed comes as soon as it is run. */
  #seenAt: number | undefined;

  constructor(clock: Pick<Clock, 'now'>, intervalsMs: readonly number[]) {
    this.#clock = clock;
    this.#intervalsMs = intervalsMs;
  }

  /** The task is run, and does what is due by the clock. */
  seen(): void {
    this.#seenAt = this.#clock.now();
  }

  /** 0 when something may be due; Infinity: nothing ever is. Else it is to be asked again by then, at the latest. */
  dueInMs(): number {
    if (this.#intervalsMs.length === 0) return Number.POSITIVE_INFINITY;
    const seenAt = this.#seenAt;
    if (seenAt === undefined) return 0;
    const now = this.#clock.now();
    const next = Math.min(...this.#intervalsMs.map((every) => (Math.floor(seenAt / every) + 1) * every));
    return Math.min(Math.max(next - now, 0), lookAgainMs);
  }
}
