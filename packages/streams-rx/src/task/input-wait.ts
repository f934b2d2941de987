import type { Clock, Timer } from '@millrace/core';
import type { RecordBatch } from '@millrace/engine';
import type { TaskInputs } from './task-inputs.ts';

/** How often it is asked whether what is waited for is there still, ms. */
const lookAgainMs = 5_000;

export interface InputWaitOptions {
  readonly inputs: TaskInputs;
  readonly clock: Clock;
  readonly maxTaskIdleMs: number;
  /** Of each source: where reading begins, and where the partition ended then. */
  readonly sources: readonly { readonly offset: number; readonly endOffset: number }[];
  /** Where the partition of a source begins and ends by now. */
  readonly bounds: (source: number) => Promise<{ readonly logStartOffset: number; readonly endOffset: number }>;
  /** Told when a look found that there is less to wait for. */
  readonly onLooked: () => void;
}

/**
 * Whether a task with several inputs may take what waits: an input of which nothing waits may have something older (S4). One that was read to
 * its end has nothing; one that was not is waited for, whatever keeps it. Kafka's KIP-695.
 */
export class InputWait {
  readonly #options: InputWaitOptions;
  readonly #read: number[];
  readonly #ends: number[];
  /** Of each source that is empty: since when something of another one has been waiting. */
  readonly #since: (number | undefined)[];
  /** Of each source that is waited for because it has more: the next look at it. */
  readonly #looks: (Timer | undefined)[];

  constructor(options: InputWaitOptions) {
    this.#options = options;
    this.#read = options.sources.map(({ offset }) => offset);
    this.#ends = options.sources.map(({ endOffset }) => endOffset);
    this.#since = options.sources.map(() => undefined);
    this.#looks = options.sources.map(() => undefined);
  }

  read(source: number, { nextOffset, highWatermark }: Pick<RecordBatch, 'nextOffset' | 'highWatermark'>): void {
    this.#read[source] = nextOffset;
    this.#ends[source] = Math.max(this.#ends[source] as number, highWatermark);
    this.#since[source] = undefined;
    this.#stopLooking(source);
  }

  /** Whether a source is waited for once it is empty. */
  isAwaited(source: number): boolean {
    return this.#limitMs(source) > 0;
  }

  /** How long nothing can be taken, ms: 0 when something can; Infinity until something comes, or `onLooked` is called. */
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
      if (this.#isBehind(source)) this.#lookLater(source);
      dueInMs = Math.max(dueInMs, since + this.#limitMs(source) - now);
    }
    return dueInMs;
  }

  close(): void {
    for (const source of this.#looks.keys()) this.#stopLooking(source);
  }

  #limitMs(source: number): number {
    return this.#isBehind(source) ? Number.POSITIVE_INFINITY : this.#options.maxTaskIdleMs;
  }

  #isBehind(source: number): boolean {
    return (this.#read[source] as number) < (this.#ends[source] as number);
  }

  #lookLater(source: number): void {
    this.#looks[source] ??= this.#options.clock.schedule(lookAgainMs, () => void this.#look(source));
  }

  #stopLooking(source: number): void {
    this.#looks[source]?.cancel();
    this.#looks[source] = undefined;
  }

  /** What was deleted does not come, nor what the log has lost. */
  async #look(source: number): Promise<void> {
    const timer = this.#looks[source];
    const bounds = await this.#options.bounds(source).catch(() => undefined);
    // Something has come meanwhile, which knows better; or it is over.
    if (this.#looks[source] !== timer) return;
    this.#looks[source] = undefined;
    if (bounds) {
      this.#read[source] = Math.max(this.#read[source] as number, bounds.logStartOffset);
      this.#ends[source] = bounds.endOffset;
    }
    this.#options.onLooked();
  }
}
