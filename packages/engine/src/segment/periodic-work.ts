import type { Clock, Logger, Timer } from '@millrace/core';

/** How long a node that stops waits for a step that is under way. */
const closeWaitMs = 5_000;

export interface PeriodicWorkOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalMs: number;
  /** Looks at `signal` between its steps: an abort means that the node is stopping. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Of a warning, when the work failed: it is done again after the next interval. */
  readonly failure: string;
}

/** What a node does in the background, every so often and never twice at a time. */
export class PeriodicWork {
  readonly #options: PeriodicWorkOptions;
  readonly #closed = new AbortController();
  #timer: Timer | undefined;
  #working: Promise<void> = Promise.resolve();
  #again = false;

  constructor(options: PeriodicWorkOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** There is something to do now: it is begun at once, or once more when what is under way has ended. */
  wake(): void {
    this.#again = true;
    if (!this.#timer || this.#closed.signal.aborted) return;
    this.#timer.cancel();
    this.#start();
  }

  /** Begins nothing any more, and resolves when what is under way has ended, or stands for too long: a silent server ends nothing. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#timer?.cancel();
    const waited = new AbortController();
    const wait = this.#options.clock.sleep(closeWaitMs, waited.signal).catch(() => undefined);
    await Promise.race([this.#working, wait]);
    waited.abort();
  }

  #schedule(): void {
    this.#timer = this.#options.clock.schedule(this.#options.intervalMs, () => this.#start());
  }

  #start(): void {
    this.#timer = undefined;
    this.#again = false;
    const { work, logger, failure } = this.#options;
    const { signal } = this.#closed;
    this.#working = work(signal)
      .then(
        () => this.#again,
        (error) => {
          if (!signal.aborted) logger.warn({ error }, failure);
          return false;
        },
      )
      .then((again) => {
        if (signal.aborted) return;
        if (again) this.#start();
        else this.#schedule();
      });
  }
}
