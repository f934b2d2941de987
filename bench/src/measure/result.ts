import { medianRun, type Run, rate } from './run.ts';

/** A figure to reach, and whether it was. */
export interface Goal {
  readonly text: string;
  readonly reached: boolean;
}

/** A line of a table, and of the JSON file. */
export interface Result {
  readonly case: string;
  readonly recordsPerSecond: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** This line's rate by that of the line named `to`. */
  readonly ratio: { readonly to: string; readonly value: number } | null;
  /** What had happened to a record when it was acknowledged, where that is in question. */
  readonly durability?: string;
  readonly goals?: readonly Goal[];
}

export interface ResultOptions {
  /** The line to compare with. */
  readonly to?: Result | undefined;
  readonly durability?: string;
  /** Least ratio to reach. */
  readonly minRatio?: number;
  readonly minRecordsPerSecond?: number;
  readonly maxP50Ms?: number;
  readonly maxP99Ms?: number;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** The median of `runs` as a line. */
export function resultOf(name: string, runs: readonly Run[], options: ResultOptions = {}): Result {
  const median = medianRun(runs);
  const recordsPerSecond = rate(median);
  const { p50Ms, p99Ms } = median;
  const base = options.to?.recordsPerSecond;
  const ratio = options.to && base ? { to: options.to.case, value: recordsPerSecond / base } : null;
  const goals: Goal[] = [];
  const { minRatio, minRecordsPerSecond, maxP50Ms, maxP99Ms } = options;
  if (minRatio !== undefined) goals.push({ text: `≥ ${minRatio} ×`, reached: (ratio?.value ?? 0) >= minRatio });
  if (minRecordsPerSecond !== undefined) {
    goals.push({
      text: `≥ ${whole.format(minRecordsPerSecond)} rec/s`,
      reached: recordsPerSecond >= minRecordsPerSecond,
    });
  }
  if (maxP50Ms !== undefined) goals.push({ text: `p50 < ${maxP50Ms} ms`, reached: (p50Ms ?? Infinity) < maxP50Ms });
  if (maxP99Ms !== undefined) goals.push({ text: `p99 < ${maxP99Ms} ms`, reached: (p99Ms ?? Infinity) < maxP99Ms });
  return {
    case: name,
    recordsPerSecond,
    p50Ms,
    p99Ms,
    ratio,
    ...(options.durability !== undefined && { durability: options.durability }),
    ...(goals.length > 0 && { goals }),
  };
}
