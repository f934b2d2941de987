import { setTimeout } from 'node:timers/promises';

/** Looks again and again, so many milliseconds behind the end of each look. */
export class Looks {
  readonly #everyMs: number;
  readonly #look: () => Promise<void>;
  readonly #stopped = new AbortController();
  #looking: Promise<void> = Promise.resolve();

  constructor(everyMs: number, look: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#look = look;
  }

  start(): void {
    this.#looking = this.#run();
    // Told by stop().
    this.#looking.catch(() => {});
  }

  /** Rejects with what a look failed with. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#looking;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#look();
      // An abort ends it.
      await setTimeout(this.#everyMs, undefined, { signal }).catch(() => {});
    }
  }
}
