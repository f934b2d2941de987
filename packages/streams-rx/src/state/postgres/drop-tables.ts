import type { Engine } from '@millrace/engine';
import { sqlState } from './sql-state.ts';

/** Tables that nobody is filling any more: their store is gone, or they were folded. In any order, so that none that is read keeps others. */
const waitingSql = `
select d.table_id as id
from millrace.dropped_state_tables d
where d.dropped_at <= now() - make_interval(secs => $1::float8 / 1000)
  and (not d.filling or not exists (select from millrace.state_stores s where s.id = d.store_id))
order by random() limit $2`;

const lockNotAvailable = '55P03';
/** Behind each that is read a drop waits for 50 ms: then the others are for the next time. */
const maxRefusals = 5;

/** Drops tables that were left behind `minAgeMs` ago or earlier. Gives how many were dropped, and how many somebody still reads. */
export async function dropTables(
  engine: Pick<Engine, 'query'>,
  { minAgeMs, maxTables }: { readonly minAgeMs: number; readonly maxTables: number },
): Promise<{ readonly dropped: number; readonly left: number }> {
  const { rows } = await engine.query<{ id: number }>(waitingSql, [minAgeMs, maxTables]);
  let dropped = 0;
  let left = 0;
  for (const { id } of rows) {
    if (left === maxRefusals) break;
    try {
      await engine.query('select millrace.drop_state_table($1)', [id]);
      dropped += 1;
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable) throw error;
      left += 1;
    }
  }
  return { dropped, left };
}
