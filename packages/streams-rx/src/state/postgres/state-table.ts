/** A table of millrace_state that makes up the state of a store's partition with others. */
export interface StateTable {
  readonly id: number;
  readonly kind: 'DELTA' | 'RUN';
  /** Of a run: of the last epoch in it. */
  readonly lastSequence: number;
  readonly streamTime: number | null;
  readonly entryCount: number;
  readonly byteSize: number;
}

/** The table's name in SQL. */
export function tableOf(id: number): string {
  if (!Number.isSafeInteger(id) || id < 0) throw new TypeError(`${id} is not the number of a table.`);
  return `millrace_state.t${id}`;
}
