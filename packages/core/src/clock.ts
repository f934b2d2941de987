/** A timer that can be cancelled; cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * The time of this process, for its own timers and measurements. What two nodes compare (append times, leases, deadlines)
 * is the database's clock, never this one.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds of a clock that never jumps, for durations only. */
  monotonic(): number;
  /** Runs `callback` once after `delayMs`, or after the longest time that a timer of Node.js has, 24 days. The timer does not keep the process alive. */
  schedule(delayMs: number, callback: () => void): Timer;
  /** Resolves after `delayMs`, or rejects with the signal's reason when it aborts first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

function sleepOn(clock: Pick<Clock, 'schedule'>, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Of a timer; Node.js takes what is longer for 1 ms. */
const maxDelayMs = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, callback) {
    const handle = setTimeout(callback, Math.min(delayMs, maxDelayMs));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
  sleep(delayMs, signal) {
    return sleepOn(this, delayMs, signal);
  },
};

/** A clock that moves only when told to: for tests. */
export class FakeClock implements Clock {
  #now: number;
  #pending: { at: number; callback: () => void }[] = [];

  constructor(startMs = 1_700_000_000_000) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const entry = { at: this.#now + delayMs, callback };
    this.#pending.push(entry);
    return { cancel: () => this.#remove(entry) };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, delayMs, signal);
  }

  /** Moves the time forward by `ms` and runs what falls due on the way, in order of time. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = this.#pending.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#remove(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = end;
  }

  #remove(entry: { at: number; callback: () => void }): void {
    this.#pending = this.#pending.filter((other) => other !== entry);
  }
}
