import { MillraceError } from '@millrace/core';
import { checkedDuration } from './checked-duration.ts';

/** Until when the changes of a row are held back. */
export type Suppression = UntilWindowCloses | UntilTimeLimit;

export interface UntilWindowCloses {
  readonly until: 'WINDOW_CLOSES';
}

export interface UntilTimeLimit {
  readonly until: 'TIME_LIMIT';
  readonly limitMs: number;
  readonly maxKeys: number;
}

export interface TimeLimitOptions {
  /** Rows of a task that may be held back; with more, the one that has waited longest is given on early. Default 10,000. */
  readonly maxKeys?: number;
}

/** Until the window of a row has closed: so each window gives one result, which is final. Kafka Streams' Suppressed.untilWindowCloses. */
export function untilWindowCloses(): UntilWindowCloses {
  return { until: 'WINDOW_CLOSES' };
}

/**
 * Until stream time is `ms` later than the first change that is held back of a row. Kafka Streams' Suppressed.untilTimeLimit, with a buffer
 * that emits early when it is full.
 */
export function untilTimeLimit(ms: number, { maxKeys = 10_000 }: TimeLimitOptions = {}): UntilTimeLimit {
  if (!Number.isSafeInteger(maxKeys) || maxKeys < 1 || maxKeys > 1_000_000) {
    throw new MillraceError('INVALID_TOPOLOGY', `maxKeys is a whole number from 1 to 1,000,000, not ${maxKeys}.`);
  }
  return { until: 'TIME_LIMIT', limitMs: checkedDuration('The time limit', ms, 0), maxKeys };
}
