import { integerLiteral } from '../fetch/copy-rows.ts';
import { type PlannedStatement, type SearchSession, writeBytes } from './search-session.ts';

/** One look into the key index of a table. $1: the key. */
const heldSql = (table: string) =>
  `select from ${table} b where millrace.key_hashes(b.keys) @> array[millrace.key_hash($1::bytea)] limit 1`;

/**
 * Which of the tables hold a record of a key, or of one with the same hash, as their key indexes tell. One round trip, and so little for
 * each table that most of them may be asked in vain.
 */
export async function tablesWithKey(
  session: SearchSession,
  tableIds: readonly number[],
  key: Uint8Array,
): Promise<ReadonlySet<number>> {
  const statements = tableIds.map((tableId): PlannedStatement => {
    const id = integerLiteral(tableId);
    return {
      name: `search_held_s${id}`,
      text: heldSql(`millrace_segments.s${id}`),
      parameterCount: 1,
      write: (writer) => writeBytes(writer, key),
    };
  });
  const results = await session.run(statements);
  return new Set(tableIds.filter((_, i) => (results[i]?.length ?? 0) > 0));
}
