import type { Clock } from '@millrace/core';
import type { RecordBatch } from '@millrace/engine';
import type { TaskInputs } from './task-inputs.ts';

/** A partition that is known to have more, and does not send it: how long it is waited for, ms. */
const behindWaitMs = 5_000;

export interface InputWaitOptions {
  readonly inputs: TaskInputs;
  readonly clock: Clock;
  readonly maxTaskIdleMs: number;
  /** Of each source: where reading begins, and where the partition ended then. */
  readonly sources: readonly { readonly offset: number; readonly endOffset: number }[];
}

/**
 * Whether a task with several inputs may take what waits: an input of which nothing waits may have something older (S4). One that was read to
 * its end has nothing; one that was not is waited for. Kafka's KIP-695.
 */
export class InputWait {
  readonly #options: InputWaitOptions;
  readonly #read: number[];
  readonly #ends: number[];
  /** Of each source that is empty: since when something of another one has been waiting. */
  readonly #since: (number | undefined)[];

  constructor(options: InputWaitOptions) {
    this.#options = options;
    this.#read = options.sources.map(({ offset }) => offset);
    this.#ends = options.sources.map(({ endOffset }) => endOffset);
    this.#since = options.sources.map(() => undefined);
  }

  read(source: number, { nextOffset, highWatermark }: Pick<RecordBatch, 'nextOffset' | 'highWatermark'>): void {
    this.#read[source] = nextOffset;
    this.#ends[source] = Math.max(this.#ends[source] as number, highWatermark);
    this.#since[source] = undefined;
  }

  /** Whether a source is waited for once it is empty. */
  isAwaited(source: number): boolean {
    return this.#limitMs(source) > 0;
  }

  /** How long nothing can be taken, ms: 0 when something can; Infinity while nothing is there. */
  dueInMs(): number {
    const { inputs, clock } = this.#options;
    if (inputs.waiting === 0) {
      this.#since.fill(undefined);
      return Number.POSITIVE_INFINITY;
    }
    const now = clock.monotonic();
    let dueInMs = 0;
    for (const source of inputs.empty) {
      const since = this.#since[source] ?? now;
      this.#since[source] = since;
      dueInMs = Math.max(dueInMs, since + this.#limitMs(source) - now);
    }
    return dueInMs;
  }

  #limitMs(source: number): number {
    const { maxTaskIdleMs } = this.#options;
    const isBehind = (this.#read[source] as number) < (this.#ends[source] as number);
    return isBehind ? Math.max(behindWaitMs, maxTaskIdleMs) : maxTaskIdleMs;
  }
}
