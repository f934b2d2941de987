import { checkedDuration } from '../windows/checked-duration.ts';

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
  return {
    before: checkedDuration('before', before, 0),
    after: checkedDuration('after', after, 0),
    grace: checkedDuration('grace', grace, 0),
  };
}
