import type { Clock } from '@millrace/core';

/** How long work goes on at a stretch before others of the process have their turn. */
const maxStretchMs = 3;
/** What was not used is not made up for. */
const maxCreditMs = 100;
/** A shorter rest is put off: timers are not that fine. */
const minRestMs = 10;

/** Keeps background work from taking a machine for itself: so many bytes a second, and short stretches of the event loop. */
export class Pace {
  readonly #clock: Clock;
  readonly #maxBytesPerSecond: number;
  readonly #signal: AbortSignal;
  /** When what was spent so far is paid off. */
  #paidOffAt: number;
  #stretchedSince: number;

  constructor(options: { clock: Clock; maxBytesPerSecond: number; signal: AbortSignal }) {
    this.#clock = options.clock;
    this.#maxBytesPerSecond = options.maxBytesPerSecond;
    this.#signal = options.signal;
    this.#paidOffAt = options.clock.monotonic();
    this.#stretchedSince = this.#paidOffAt;
  }

  /** Rests for as long as reading or writing so many bytes may take. Rejects when the node is stopping. */
  async spend(bytes: number): Promise<void> {
    this.#signal.throwIfAborted();
    const now = this.#clock.monotonic();
    this.#paidOffAt = Math.max(this.#paidOffAt, now - maxCreditMs) + (bytes * 1000) / this.#maxBytesPerSecond;
    if (this.#paidOffAt - now < minRestMs) return;
    await this.#clock.sleep(this.#paidOffAt - now, this.#signal);
    this.#stretchedSince = this.#clock.monotonic();
  }

  /** Lets others of this process have a turn, if it is time. */
  async breathe(): Promise<void> {
    if (this.#clock.monotonic() - this.#stretchedSince < maxStretchMs) return;
    await new Promise(setImmediate);
    this.#signal.throwIfAborted();
    this.#stretchedSince = this.#clock.monotonic();
  }
}
