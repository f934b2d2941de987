import { checkedDuration } from './checked-duration.ts';

/**
 * Windows that records define: of each one that ends with it, and one that begins 1 ms after it if anything is in it. Both bounds are in it,
 * `timeDifferenceMs` apart (S23). Kafka Streams' SlidingWindows.
 */
export interface SlidingWindows {
  readonly kind: 'SLIDING';
  readonly timeDifferenceMs: number;
  readonly graceMs: number;
}

export interface SlidingOptions {
  /** How far apart records of one window are at most, ms. */
  readonly timeDifference: number;
  /** How long after its end, ms of stream time, a window still takes records: 0 or more. */
  readonly grace: number;
}

/** For every set of records of a key that are `timeDifference` apart at most, a window. */
export function sliding({ timeDifference, grace }: SlidingOptions): SlidingWindows {
  return {
    kind: 'SLIDING',
    timeDifferenceMs: checkedDuration('timeDifference', timeDifference, 0),
    graceMs: checkedDuration('grace', grace, 0),
  };
}
