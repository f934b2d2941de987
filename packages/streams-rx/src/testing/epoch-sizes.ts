/** How a driver cuts what waits into epochs: one record each, all that wait, or sizes that a seed gives. */
export type EpochSizes = 'ONE' | 'ALL' | { readonly seed: number };

/** The size of the next epoch. */
export function epochSizes(sizes: EpochSizes): () => number {
  if (sizes === 'ONE') return () => 1;
  if (sizes === 'ALL') return () => Number.POSITIVE_INFINITY;
  let state = sizes.seed >>> 0;
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    const fraction = ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
    return 1 + Math.floor(fraction * 7);
  };
}
