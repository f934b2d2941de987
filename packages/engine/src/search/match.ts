/** Where a record is that a filter found. */
export interface Match {
  readonly tableId: number;
  readonly partitionId: number;
  /** Of its row. */
  readonly baseOffset: number;
  /** Its number in the row, from 1. */
  readonly number: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** What was found in a row, as a statement gives it: numbers, offsets and times, one of each a record; null: nothing. */
interface FoundRow {
  readonly partition_id: number;
  readonly base_offset?: string;
  readonly numbers?: readonly number[] | null;
  readonly offsets?: readonly string[];
  readonly times?: readonly string[];
}

export function matchesOf(row: FoundRow, tableId: number): Match[] {
  const baseOffset = Number(row.base_offset);
  return (row.numbers ?? []).map((number, i) => ({
    tableId,
    partitionId: row.partition_id,
    baseOffset,
    number,
    offset: Number(row.offsets?.[i]),
    timestamp: Number(row.times?.[i]),
  }));
}
