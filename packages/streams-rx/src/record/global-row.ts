/** The newest value of a key of a global table, and where in its topic it is. */
export interface GlobalRow {
  readonly value: Uint8Array;
  readonly partition: number;
  readonly offset: number;
}
