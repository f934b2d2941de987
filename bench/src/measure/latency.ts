import { build, type Histogram } from 'hdr-histogram-js';

/** Times in milliseconds, kept in a histogram of microseconds with three digits. */
export class Latency {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120_000_000,
    numberOfSignificantValueDigits: 3,
  });

  record(ms: number): void {
    this.#histogram.recordValue(Math.max(1, Math.round(ms * 1000)));
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** Null when nothing was recorded. */
  percentileMs(percentile: number): number | null {
    return this.count === 0 ? null : this.#histogram.getValueAtPercentile(percentile) / 1000;
  }

  /** 0 when nothing was recorded. */
  get maxMs(): number {
    return this.#histogram.maxValue / 1000;
  }

  reset(): void {
    this.#histogram.reset();
  }
}
