import type { Clock } from '@millrace/core';

/** How long work goes on at a stretch before others of the process have their turn. */
const maxStretchMs = 3;
/** What was not used is not made up for. */
const maxCreditMs = 100;
/** A shorter rest is put off: timers are not that fine. */
const minRestMs = 10;

/**
 * Keeps background work from taking a machine for itself: it reads and writes so many bytes a second at most, works for a part of
 * the time and rests for the others, and keeps its stretches of the event loop short. The part is of what passes while it works,
 * with Postgres or in this process: so where others are busy, it takes no more of them than where nobody is.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #maxBytesPerSecond: number;
  readonly #restPerWork: number;
  readonly #signal: AbortSignal;
  /** When what was spent so far is paid off. */
  #paidOffAt: number;
  #workedSince: number;
  #stretchedSince: number;

  constructor(options: { clock: Clock; maxBytesPerSecond: number; percent: number; signal: AbortSignal }) {
    this.#clock = options.clock;
    this.#maxBytesPerSecond = options.maxBytesPerSecond;
    this.#restPerWork = 100 / options.percent - 1;
    this.#signal = options.signal;
    const now = options.clock.monotonic();
    this.#paidOffAt = now;
    this.#workedSince = now;
    this.#stretchedSince = now;
  }

  /** Rests for as long as what was worked since the last rest, and read or written, asks for. Rejects when the node is stopping. */
  async spend(bytes: number): Promise<void> {
    this.#signal.throwIfAborted();
    const now = this.#clock.monotonic();
    this.#paidOffAt = Math.max(this.#paidOffAt, now - maxCreditMs) + (bytes * 1000) / this.#maxBytesPerSecond;
    const restMs = Math.max(this.#paidOffAt - now, (now - this.#workedSince) * this.#restPerWork);
    if (restMs < minRestMs) return;
    await this.#clock.sleep(restMs, this.#signal);
    this.#workedSince = this.#clock.monotonic();
    this.#stretchedSince = this.#workedSince;
  }

  /** Lets others of this process have a turn, if it is time. */
  async breathe(): Promise<void> {
    if (this.#clock.monotonic() - this.#stretchedSince < maxStretchMs) return;
    await new Promise(setImmediate);
    this.#signal.throwIfAborted();
    this.#stretchedSince = this.#clock.monotonic();
  }
}
