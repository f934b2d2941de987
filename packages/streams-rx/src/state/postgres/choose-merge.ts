/** Runs next to each other, newest first: `count` of them from `from` on. */
export interface RunSpan {
  readonly from: number;
  readonly count: number;
}

/** Runs are merged with the next older one while that is at most so many times as large as they are together. */
const growthFactor = 2;

/**
 * Which runs to merge, by their sizes, newest first; null: none. Sizes grow by more than the factor from each to the next, so that there are
 * few runs, and an entry is written again only when its run grows by half at least. Beyond `maxRuns` the newest are merged whatever they are.
 */
export function chooseMerge(sizes: readonly number[], maxRuns: number): RunSpan | null {
  let together = 0;
  let count = 0;
  for (const size of sizes) {
    const isMerged = count === 0 || size <= growthFactor * together || sizes.length - count + 1 > maxRuns;
    if (!isMerged) break;
    together += size;
    count += 1;
  }
  return count > 1 ? { from: 0, count } : null;
}
