import type { SourceNode } from '../topology/node.ts';
import { checkedTime } from './checked-time.ts';
import type { Origin } from './origin.ts';
import { readRecord, type StreamRecord } from './stream-record.ts';

/** The time of a record as the extractor of its source says, ms since 1970. INVALID_RECORD where that is none; throws what the extractor throws. */
export function extractedTime(
  record: StreamRecord<unknown, unknown>,
  timestampOf: NonNullable<SourceNode['timestampOf']>,
): number {
  return checkedTime(timestampOf(record), `The timestamp function of "${record.topic}"`);
}

/**
 * The time of a record that is not processed now. Where the extractor fails at it, the time it was produced: in its epoch it fails, where there is a policy
 * for it.
 */
export function timeAt(
  { keySerde, valueSerde, timestampOf }: SourceNode,
  batch: Origin['batch'],
  index: number,
): number {
  if (!timestampOf) return batch.timestamp(index);
  try {
    return extractedTime(
      readRecord({ batch, index, ordinal: 0, values: undefined }, keySerde, valueSerde),
      timestampOf,
    );
  } catch {
    return batch.timestamp(index);
  }
}
