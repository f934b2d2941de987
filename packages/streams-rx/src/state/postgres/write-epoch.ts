import { ByteArrayBuilder, elementType, type Transaction } from '@millrace/engine';
import type { StoreChanges } from '../task-state.ts';
import { tableOf } from './state-table.ts';

/** A row of one delta table. */
export interface RowToWrite {
  readonly table: number;
  readonly sequence: number;
  /** Keys that no row of the table has yet. */
  readonly added: number;
  readonly changes: StoreChanges;
}

const insertSql = (table: number, first: number) =>
  `insert into ${tableOf(table)} (sequence, stream_time, added, keys, "values") values ($${first}::bigint, $${first + 1}::bigint, $${first + 2}::bigint, $${first + 3}::bytea[], $${first + 4}::bytea[])`;

/** Inserts all rows with one statement, in the round trip of the commit. 23505 (unique_violation) when there is another one of a sequence: somebody else writes, too. */
export function writeEpoch(tx: Pick<Transaction, 'defer'>, rows: readonly RowToWrite[]): void {
  if (rows.length === 0) return;
  const inserts = rows.map(({ table }, i) => insertSql(table, i * 5 + 1));
  const last = inserts.pop() as string;
  const before = inserts.map((insert, i) => `w${i} as (${insert})`).join(', ');
  tx.defer({
    sql: before ? `with ${before} ${last}` : last,
    parameters: rows.flatMap(({ sequence, added, changes }) => [
      sequence,
      changes.streamTime,
      added,
      ...arraysOf(changes),
    ]),
  });
}

/** Keys and values as they are sent. */
function arraysOf({ entries }: StoreChanges): [Buffer, Buffer] {
  const keys = new ByteArrayBuilder();
  const values = new ByteArrayBuilder();
  for (const [key, value] of entries) {
    keys.pushLatin1(key);
    values.push(value);
  }
  return [keys.finish(elementType.bytea), values.finish(elementType.bytea)];
}
