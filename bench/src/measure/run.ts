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

/** The run with the median rate: its percentiles belong to its rate. */
export function medianRun(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => rate(a) - rate(b));
  const median = sorted[sorted.length >> 1];
  if (!median) throw new Error('There is no run to take the median of.');
  return median;
}
