import { MillraceError } from '@millrace/core';

/** How far apart records of two streams may be that are joined, ms. Kafka Streams' JoinWindows. */
export interface JoinWindow {
  /** How much earlier than this stream's record the other one may be. */
  readonly before: number;
  /** How much later it may be. */
  readonly after: number;
  /** How long, in stream time, records are waited for that come late; 0 for not at all. */
  readonly grace: number;
}

export function checkedJoinWindow({ before, after, grace }: JoinWindow): JoinWindow {
  for (const [name, value] of Object.entries({ before, after, grace })) {
    if (Number.isSafeInteger(value) && value >= 0) continue;
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `${name} of a join is a whole number of milliseconds, 0 or more, not ${String(value)}.`,
    );
  }
  return { before, after, grace };
}
