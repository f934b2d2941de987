import type { Engine } from '@millrace/engine';
import { keyArray } from '../postgres/key-array.ts';
import { unlessDropped } from '../postgres/unless-dropped.ts';
import { bytesOf, type StateKey, stateKeyOf } from '../state-key.ts';

/** An entry of a store, of one of its partitions. */
export interface StoreEntry {
  readonly partition: number;
  readonly key: StateKey;
  readonly value: Uint8Array;
}

/** What is asked of each of the partitions. */
export interface EntriesQuery {
  readonly storeId: number;
  readonly partitions: readonly number[];
  readonly keys?: readonly StateKey[];
  readonly from?: StateKey | undefined;
  /** Exclusive. */
  readonly to?: StateKey | undefined;
  /** Keys looked at of each partition: those that are gone come without a value then. */
  readonly maxRows?: number;
  readonly reverse?: boolean;
}

const sql = `
select p.partition, e.key, e.value
from unnest($2::integer[]) as p (partition)
cross join lateral millrace.state_entries($1, p.partition, $3, $4, $5, $6, $7) e`;

interface Row {
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer | null;
}

/** By key and partition, backwards with `reverse`. What is read was committed, all of it at one moment. */
export async function readEntries(
  engine: Pick<Engine, 'query'>,
  asked: EntriesQuery,
): Promise<(Omit<StoreEntry, 'value'> & { readonly value: Uint8Array | null })[]> {
  const { storeId, partitions, keys, from, to, maxRows = null, reverse = false } = asked;
  const { rows } = await unlessDropped(() =>
    engine.query<Row>(sql, [
      storeId,
      partitions,
      from === undefined ? null : bytesOf(from),
      to === undefined ? null : bytesOf(to),
      keys === undefined ? null : keyArray(keys),
      maxRows,
      reverse,
    ]),
  );
  const entries = rows.map(({ partition, key, value }) => ({ partition, key: stateKeyOf(key), value }));
  entries.sort((a, b) => (a.key === b.key ? a.partition - b.partition : a.key < b.key ? -1 : 1));
  return reverse ? entries.reverse() : entries;
}
