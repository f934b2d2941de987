/** What one run of a contender gave. */
export interface Run {
  readonly records: number;
  readonly seconds: number;
  /** From a call to its answer; null where nothing was timed. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

export function rate(run: Run): number {
  return run.records / run.seconds;
}

/** The run with the median rate: its percentiles belong to its rate. Where all had the same, as they were paced, that with the median p50. */
export function medianRun(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => rate(a) - rate(b) || (a.p50Ms ?? 0) - (b.p50Ms ?? 0));
  const median = sorted[sorted.length >> 1];
  if (!median) throw new Error('There is no run to take the median of.');
  return median;
}
