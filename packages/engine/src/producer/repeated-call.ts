import { CallResult } from '../append/append-call.ts';
import type { AppendedTo } from '../append/appended-to.ts';
import type { AppendResult } from '../engine.ts';
import type { RecordToAppend } from '../record/record.ts';
import type { DecodedCall, DecodedPlacement } from './encode-calls.ts';

/** The batch rows that a flush inserted for a producer, as they are remembered. */
export interface RememberedRows {
  readonly baseOffsets: readonly number[];
  /** ms since 1970 */
  readonly appendTimes: readonly number[];
}

/** What the first call got, for the same call that is sent again. */
export function repeatedResult(
  topic: string,
  records: readonly RecordToAppend[],
  call: DecodedCall,
  rows: RememberedRows,
): AppendResult {
  const placements = call.placements.map((placement) => {
    const { start, count, now } = placement;
    return { append: appendedTo(placement, call.logAppendTime, rows), start, count, now };
  });
  const { placementOf } = call;
  const positionOf = placementOf && positions(placementOf, call.placements);
  return new CallResult({ topic: { name: topic }, records, placements, placementOf, positionOf }, true);
}

/** A call's records of one partition lie one behind the other, in their order. */
function positions(placementOf: Uint16Array, placements: readonly DecodedPlacement[]): Uint32Array {
  const next = placements.map(({ start }) => start);
  return Uint32Array.from(placementOf, (placement) => {
    const position = next[placement] as number;
    next[placement] = position + 1;
    return position;
  });
}

function appendedTo(
  { partition, firstRow, rowCounts }: DecodedPlacement,
  logAppendTime: boolean,
  rows: RememberedRows,
): AppendedTo {
  return {
    partition: { index: partition },
    baseOffset: rows.baseOffsets[firstRow] as number,
    logAppendTime,
    appendTimeOf(position) {
      let end = 0;
      const row = rowCounts.findIndex((count) => {
        end += count;
        return position < end;
      });
      return rows.appendTimes[firstRow + row] as number;
    },
  };
}
