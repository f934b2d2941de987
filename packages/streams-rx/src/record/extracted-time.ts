import type { SourceNode } from '../topology/node.ts';
import { checkedTime } from './checked-time.ts';
import type { StreamRecord } from './stream-record.ts';

/** The time of a record as the extractor of its source says, ms since 1970. INVALID_RECORD where that is none; throws what the extractor throws. */
export function extractedTime(
  record: StreamRecord<unknown, unknown>,
  timestampOf: NonNullable<SourceNode['timestampOf']>,
): number {
  return checkedTime(timestampOf(record), `The timestamp function of "${record.topic}"`);
}
