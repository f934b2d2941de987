import { type Clock, MillraceError } from '@millrace/core';

/** Reads wait at so many times of what an instance folds at. */
const waitingFactor = 4;

/** What the deltas of an instance come to. When it is far too much, reads wait until folding has caught up. */
export class UnfoldedBytes {
  readonly #clock: Clock;
  readonly #limits: { readonly maxUnfoldedBytes: number; readonly maxFoldingWaitMs: number };
  #bytes = 0;
  #waiting: (() => void)[] = [];
  /** Since there is far too much. */
  #lastError: unknown;

  constructor(clock: Clock, limits: { readonly maxUnfoldedBytes: number; readonly maxFoldingWaitMs: number }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get isOver(): boolean {
    return this.#bytes > this.#limits.maxUnfoldedBytes;
  }

  get #isFarOver(): boolean {
    return this.#bytes > waitingFactor * this.#limits.maxUnfoldedBytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#isFarOver) return;
    this.#lastError = undefined;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Folding has failed: whoever waits for it in vain is told with what. */
  failed(error: unknown): void {
    this.#lastError = error;
  }

  /** undefined: there is nothing to wait for. QUEUE_FULL when it takes too long. */
  relief(): Promise<void> | undefined {
    if (!this.#isFarOver) return undefined;
    return new Promise((resolve, reject) => {
      const { maxFoldingWaitMs } = this.#limits;
      const timer = this.#clock.schedule(maxFoldingWaitMs, () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== relieved);
        reject(fullFor(maxFoldingWaitMs, this.#lastError));
      });
      const relieved = () => {
        timer.cancel();
        resolve();
      };
      this.#waiting.push(relieved);
    });
  }
}

function fullFor(waitedMs: number, cause: unknown): MillraceError {
  const why =
    cause === undefined ? '' : ` Folding it last failed with: ${cause instanceof Error ? cause.message : cause}`;
  return new MillraceError(
    'QUEUE_FULL',
    `State is written faster than it is folded, and has been for ${waitedMs} ms.${why}`,
    cause === undefined ? {} : { cause },
  );
}
