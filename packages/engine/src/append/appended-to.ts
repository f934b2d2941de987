/** Where records of a flush went to in one partition. */
export interface AppendedTo {
  readonly partition: { readonly index: number };
  /** Known once the flush has committed. */
  readonly baseOffset: number;
  /** Whether records have the time of their append, whatever time they gave. */
  readonly logAppendTime: boolean;
  /** The database's time of the append of the record at a position, ms since 1970. */
  appendTimeOf(position: number): number;
}
