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
  /** Since when something has been waiting while an input was empty. */
  #since: number | undefined;

  constructor(options: InputWaitOptions) {
    this.#options = options;
    this.#read = options.sources.map(({ offset }) => offset);
    this.#ends = options.sources.map(({ endOffset }) => endOffset);
  }

  read(source: number, { nextOffset, highWatermark }: Pick<RecordBatch, 'nextOffset' | 'highWatermark'>): void {
    this.#read[source] = nextOffset;
    this.#ends[source] = Math.max(this.#ends[source] as number, highWatermark);
  }

  /** How long nothing can be taken, ms: 0 or less when something can; Infinity while nothing is there. */
  dueInMs(): number {
    const { inputs, clock, maxTaskIdleMs } = this.#options;
    if (inputs.waiting === 0) {
      this.#since = undefined;
      return Number.POSITIVE_INFINITY;
    }
    const { empty } = inputs;
    if (empty.length === 0) {
      this.#since = undefined;
      return 0;
    }
    const isBehind = empty.some((source) => (this.#read[source] as number) < (this.#ends[source] as number));
    const waitMs = isBehind ? Math.max(behindWaitMs, maxTaskIdleMs) : maxTaskIdleMs;
    if (waitMs === 0) return 0;
    this.#since ??= clock.monotonic();
    return this.#since + waitMs - clock.monotonic();
  }
}
