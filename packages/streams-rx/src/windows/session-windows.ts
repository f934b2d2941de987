import { checkedDuration } from './checked-duration.ts';

/**
 * Windows from the first to the last record of a time without a pause: records of a key that are `gapMs` apart at most are in one (S22). Kafka
 * Streams' SessionWindows.
 */
export interface SessionWindows {
  readonly kind: 'SESSION';
  readonly gapMs: number;
  readonly graceMs: number;
}

export interface SessionOptions {
  /** The longest pause within a session, ms. */
  readonly gap: number;
  /** How long after its last record and the gap, ms of stream time, a session still takes records: 0 or more. */
  readonly grace: number;
}

/**
 * Sessions: a record that comes within `gap` of one belongs to it, and one between two makes them one.
 *
 * @example
 * windowedBy(session({ gap: minutes(30), grace: minutes(5) }))
 */
export function session({ gap, grace }: SessionOptions): SessionWindows {
  return {
    kind: 'SESSION',
    gapMs: checkedDuration('gap', gap, 1),
    graceMs: checkedDuration('grace', grace, 0),
  };
}
