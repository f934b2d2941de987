import { MillraceError } from '@millrace/core';
import { checkedDuration } from './checked-duration.ts';

/**
 * Windows of one size that begin at every multiple of `advanceMs` since 1970: from the start up to the end, which is not in it (S20, S21).
 * Kafka Streams' TimeWindows.
 */
export interface TimeWindows {
  readonly kind: 'TIME';
  readonly sizeMs: number;
  readonly advanceMs: number;
  readonly graceMs: number;
}

export interface TumblingOptions {
  /** ms. */
  readonly size: number;
  /** How long after its end, ms of stream time, a window still takes records: 0 or more. */
  readonly grace: number;
}

export interface HoppingOptions extends TumblingOptions {
  /** From the start of one window to that of the next, ms: at most `size`. */
  readonly advance: number;
}

/** Each record makes that many changes and rows. */
const maxWindowsOfRecord = 10_000;

/**
 * Windows that follow one another: every time is in exactly one.
 *
 * @example
 * windowedBy(tumbling({ size: minutes(5), grace: minutes(1) }))
 */
export function tumbling({ size, grace }: TumblingOptions): TimeWindows {
  return hopping({ size, advance: size, grace });
}

/** Windows that overlap: one begins every `advance` ms, so that every time is in `size / advance` of them. */
export function hopping({ size, advance, grace }: HoppingOptions): TimeWindows {
  checkedDuration('size', size, 1);
  checkedDuration('advance', advance, 1);
  checkedDuration('grace', grace, 0);
  if (advance > size) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `advance (${advance} ms) is at most size (${size} ms): else records between windows would be lost.`,
    );
  }
  if (size / advance > maxWindowsOfRecord) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `Each record would be in ${Math.ceil(size / advance)} windows, of which there may be ${maxWindowsOfRecord}: let advance be longer, or take sliding windows.`,
    );
  }
  return { kind: 'TIME', sizeMs: size, advanceMs: advance, graceMs: grace };
}

/** Where the windows begin that a time is in, ascending. */
export function startsOf({ sizeMs, advanceMs }: TimeWindows, timestamp: number): number[] {
  const starts: number[] = [];
  // The first multiple of advanceMs that is later than what is a whole size before.
  let start = (Math.floor((timestamp - sizeMs) / advanceMs) + 1) * advanceMs;
  for (; start <= timestamp; start += advanceMs) starts.push(start);
  return starts;
}
