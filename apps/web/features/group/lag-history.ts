export interface LagSample {
  /** Milliseconds since 1970, on the browser's clock. */
  readonly time: number;
  /** Records. null: from here to the next sample nothing is known. */
  readonly lag: number | null;
}

const minuteMs = 60_000;
const longestWindowMs = 10 * minuteMs;
const windowsMs = [minuteMs, 2 * minuteMs, 5 * minuteMs, longestWindowMs] as const;
/** The API tells a change within this time: when nothing came for longer, the lag stood still until then. */
const changeMs = 1_000;
const maxSamples = 2_000;

/** The history with one more sample, without what no window shows any more. */
export function withSample(history: readonly LagSample[], sample: LagSample): readonly LagSample[] {
  const last = history.at(-1);
  // The browser's clock was set back: what came before has no place on it.
  if (last && sample.time < last.time) return [sample];
  const stoodStill = last && last.lag !== null && sample.time - last.time > 2 * changeMs;
  const until = stoodStill ? [{ time: sample.time - changeMs, lag: last.lag }] : [];
  const next = [...history, ...until, sample].slice(-maxSamples);
  // One sample beyond the edge stays, so that the line goes on to it.
  const first = next.findIndex(({ time }) => time >= sample.time - longestWindowMs);
  return next.slice(Math.max(0, first - 1));
}

/** The shortest window that shows all of a history: a long one would be almost empty at first. */
export function windowOf(history: readonly LagSample[], now: number): number {
  const age = now - (history[0]?.time ?? now);
  return windowsMs.find((length) => age <= length) ?? longestWindowMs;
}

/** Lowest and highest of what is known since a time; null when nothing is. */
export function rangeOf(history: readonly LagSample[], since: number): { lowest: number; highest: number } | null {
  const known = history.flatMap(({ time, lag }) => (lag === null || time < since ? [] : [lag]));
  return known.length === 0 ? null : { lowest: Math.min(...known), highest: Math.max(...known) };
}

/** The known sample that is nearest to a time. */
export function nearestSample(history: readonly LagSample[], time: number): { time: number; lag: number } | null {
  let nearest: { time: number; lag: number } | null = null;
  for (const sample of history) {
    if (sample.lag === null || (nearest && Math.abs(sample.time - time) >= Math.abs(nearest.time - time))) continue;
    nearest = { time: sample.time, lag: sample.lag };
  }
  return nearest;
}
