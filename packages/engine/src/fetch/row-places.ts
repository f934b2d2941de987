/** The columns of a batch row that tell where and when its records are. Times in milliseconds since 1970. */
export interface PlaceColumns {
  readonly baseOffset: number;
  readonly count: number;
  /** Of all that its records hold. */
  readonly byteSize: number;
  readonly baseTimestamp: number;
  /** null while offsets are contiguous. */
  readonly offsetDeltas: Int32Array | null;
  /** null while all are equal. */
  readonly timestampDeltas: Float64Array | null;
}

/** Where the records of a batch row, or of a part of one, are and when they are from: all but what they hold. */
export class RowPlaces {
  readonly count: number;
  /** Of the whole row: it is read as one. */
  readonly rowBytes: number;
  readonly #columns: PlaceColumns;
  readonly #start: number;

  constructor(columns: PlaceColumns, start = 0, end = columns.count) {
    this.#columns = columns;
    this.#start = start;
    this.count = end - start;
    this.rowBytes = columns.byteSize;
  }

  get nextOffset(): number {
    return this.offset(this.count - 1) + 1;
  }

  offset(i: number): number {
    const { baseOffset, offsetDeltas } = this.#columns;
    const at = this.#start + i;
    return baseOffset + (offsetDeltas ? (offsetDeltas[at] as number) : at);
  }

  timestamp(i: number): number {
    const { baseTimestamp, timestampDeltas } = this.#columns;
    return timestampDeltas ? baseTimestamp + (timestampDeltas[this.#start + i] as number) : baseTimestamp;
  }

  /** Those from `start` to `end - 1`. */
  slice(start: number, end: number): RowPlaces {
    const last = this.#start + Math.min(end, this.count);
    return new RowPlaces(this.#columns, Math.min(this.#start + start, last), last);
  }
}
