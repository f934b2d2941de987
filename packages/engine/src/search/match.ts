/** Where a record is that a filter found. */
export interface Match {
  readonly tableId: number;
  readonly partitionId: number;
  /** Of its row. */
  readonly baseOffset: number;
  /** Of all records of its row. */
  readonly rowBytes: number;
  /** Its number in the row, from 1. */
  readonly number: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** What was found in a row, as Postgres writes arrays: numbers, offsets and times, one of each a record; null: nothing. */
export interface FoundInRow {
  readonly numbers?: string | null | undefined;
  readonly offsets?: string | null | undefined;
  readonly times?: string | null | undefined;
}

export function matchesOf(
  row: Pick<Match, 'tableId' | 'partitionId' | 'baseOffset' | 'rowBytes'>,
  found: FoundInRow,
): Match[] {
  const [offsets, times] = [integersOf(found.offsets), integersOf(found.times)];
  return integersOf(found.numbers).map((number, i) => ({
    ...row,
    number,
    offset: offsets[i] as number,
    timestamp: times[i] as number,
  }));
}

/** `{1,2}` */
function integersOf(text: string | null | undefined): number[] {
  return text ? text.slice(1, -1).split(',').map(Number) : [];
}
