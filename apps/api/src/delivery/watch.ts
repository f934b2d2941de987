import { type Clock, isMillraceError, type Timer } from '@millrace/core';

/** How often something is looked at, and at most one event in this time. */
const lookEveryMs = 1_000;
/** A look that takes long is followed by a rest of so many times as long, so that Postgres is not kept busy by it. */
const restFactor = 4;
/** How long Postgres may be away before watching ends with an error. */
const retryMs = 60_000;

export interface WatchOptions<T> {
  /** Rejects when there is nothing to watch, or not any more. */
  readonly look: () => Promise<T>;
  /** What tells whether it has changed. */
  readonly textOf: (found: T) => string;
  readonly clock: Clock;
  /** Nobody watches any more, or it failed. */
  readonly onEnd: () => void;
}

/** Looks at one thing for all who watch it, until nobody does or it is gone. */
export class Watch<T> {
  readonly #options: WatchOptions<T>;
  readonly #watchers = new Set<() => void>();
  #found: { readonly value: T; readonly text: string } | undefined;
  #version = 0;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;
  #running = false;
  #hinted = false;
  #answeredAt: number;
  #changedAt = Number.NEGATIVE_INFINITY;
  #pause: { readonly dueAt: number; timer: Timer; readonly resolve: () => void } | undefined;

  constructor(options: WatchOptions<T>) {
    this.#options = options;
    this.#answeredAt = options.clock.monotonic();
  }

  /** It may have changed: looks sooner, but not within a second of the last event. */
  hint(): void {
    this.#hinted = true;
    if (!this.#pause) return;
    this.#pause.timer.cancel();
    this.#pause.timer = this.#wakeAt(Math.min(this.#pause.dueAt, this.#changedAt + lookEveryMs));
  }

  /** What there is, then whenever it has changed. */
  open(): AsyncIterator<T, void> {
    let seen = 0;
    let closed = false;
    let wake = () => {};
    const woken = () => wake();
    this.#watchers.add(woken);
    if (!this.#running) void this.#run();
    return {
      next: async () => {
        while (!closed) {
          if (this.#found && this.#version > seen) {
            seen = this.#version;
            return { value: this.#found.value, done: false };
          }
          if (this.#failure) throw this.#failure.error;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return { value: undefined, done: true };
      },
      return: async () => {
        closed = true;
        wake();
        this.#watchers.delete(woken);
        if (this.#watchers.size === 0) this.#end();
        return { value: undefined, done: true };
      },
    };
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (!this.#ended) {
      this.#hinted = false;
      const startedAt = this.#options.clock.monotonic();
      await this.#look();
      if (!this.#ended) await this.#rest((this.#options.clock.monotonic() - startedAt) * restFactor);
    }
  }

  async #look(): Promise<void> {
    const { look, textOf, clock } = this.#options;
    try {
      const value = await look();
      this.#answeredAt = clock.monotonic();
      const text = textOf(value);
      if (text === this.#found?.text) return;
      this.#found = { value, text };
      this.#version += 1;
      this.#changedAt = clock.monotonic();
    } catch (error) {
      const passes = isMillraceError(error) && error.retriable && clock.monotonic() - this.#answeredAt < retryMs;
      if (passes) return;
      this.#failure = { error };
      this.#end();
    }
    for (const wake of this.#watchers) wake();
  }

  #rest(atLeastMs: number): Promise<void> {
    const now = this.#options.clock.monotonic();
    const dueAt = now + Math.max(lookEveryMs, atLeastMs);
    return new Promise((resolve) => {
      this.#pause = { dueAt, resolve, timer: this.#wakeAt(dueAt) };
      if (this.#hinted) this.hint();
    });
  }

  #wakeAt(at: number): Timer {
    const { clock } = this.#options;
    return clock.schedule(Math.max(0, at - clock.monotonic()), () => this.#resume());
  }

  #resume(): void {
    const pause = this.#pause;
    this.#pause = undefined;
    pause?.timer.cancel();
    pause?.resolve();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#resume();
    this.#options.onEnd();
  }
}
