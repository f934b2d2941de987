import type { PoolClient } from 'pg';
import { integerLiteral } from '../fetch/copy-rows.ts';
import type { SearchSegment } from './search-segment.ts';

/** One look into the key index of a segment's table. $1: the key. */
const heldSql = (tableId: number) => {
  const id = integerLiteral(tableId);
  return `select ${id} as table_id where exists (
  select from millrace_segments.s${id} b where millrace.key_hashes(b.keys) @> array[millrace.key_hash($1::bytea)])`;
};

/**
 * Which of the segments hold no record of a key, as their key indexes tell; those without an index are never among them. One
 * statement for all of them: to plan one for each costs more than it takes to look.
 */
export async function segmentsWithoutKey(
  client: PoolClient,
  segments: readonly SearchSegment[],
  key: Uint8Array,
): Promise<ReadonlySet<number>> {
  const indexed = segments.filter(({ hasKeyIndex }) => hasKeyIndex).map(({ tableId }) => tableId);
  if (indexed.length === 0) return new Set();
  const { rows } = await client.query<{ table_id: number }>(indexed.map(heldSql).join('\nunion all\n'), [key]);
  const held = new Set(rows.map((row) => row.table_id));
  return new Set(indexed.filter((tableId) => !held.has(tableId)));
}
