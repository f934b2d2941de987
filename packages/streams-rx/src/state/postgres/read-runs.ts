import type { Engine } from '@millrace/engine';
import type { StateKey } from '../state-key.ts';
import { stateKeyOf } from '../state-key.ts';
import type { KeyRange, StateEntry } from '../task-state.ts';
import { keyArray } from './key-array.ts';
import { tableOf } from './state-table.ts';

/**
 * The value of each key as the newest run has it that knows the key; null: none does, or it is gone. `coalesce` looks at one run after the
 * other, and at none behind the one that knows.
 */
const valuesSql = (runs: readonly number[]) => `
select (coalesce(${runs.map((id) => `(select array[r.value] from ${tableOf(id)} r where r.key = k.key)`).join(', ')}))[1] as value
from unnest($1::bytea[]) with ordinality as k (key, n)
order by k.n`;

/** `runs`: newest first, at least one. */
export async function readValues(
  engine: Pick<Engine, 'query'>,
  runs: readonly number[],
  keys: readonly StateKey[],
): Promise<(Uint8Array | null)[]> {
  const { rows } = await engine.query<{ value: Buffer | null }>(valuesSql(runs), [keyArray(keys)]);
  return rows.map(({ value }) => value);
}

/** Entries of ranges, the newest run's of each key. */
const rangesSql = (runs: readonly number[]) => `
select q.n::integer - 1 as range, e.key, e.value
from unnest($1::bytea[], $2::bytea[]) with ordinality as q (from_key, to_key, n)
cross join lateral (
  select distinct on (r.key) r.key, r.value
  from (${runs
    .map((id, age) => `select key, value, ${age} as age from ${tableOf(id)} where key >= q.from_key and key < q.to_key`)
    .join(' union all ')}) r
  order by r.key, r.age
) e
where e.value is not null
order by q.n, e.key`;

/** Of each range, ascending. `runs`: newest first, at least one. */
export async function readRanges(
  engine: Pick<Engine, 'query'>,
  runs: readonly number[],
  ranges: readonly Pick<KeyRange, 'from' | 'to'>[],
): Promise<StateEntry[][]> {
  const { rows } = await engine.query<{ range: number; key: Buffer; value: Buffer }>(rangesSql(runs), [
    keyArray(ranges.map(({ from }) => from)),
    keyArray(ranges.map(({ to }) => to)),
  ]);
  const found: StateEntry[][] = ranges.map(() => []);
  for (const { range, key, value } of rows) found[range]?.push({ key: stateKeyOf(key), value });
  return found;
}
