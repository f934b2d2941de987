/**
 * The newest row of a partition that this node knows of, in the open segment. Only where Postgres looks first for the end of the
 * partition: it is right whatever is given here, and slower where nothing is or where the row is not there after all.
 */
export class NewestRow {
  /** null: none is known. */
  baseOffset: number | null = null;
}
