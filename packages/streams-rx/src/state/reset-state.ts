import type { Engine } from '@millrace/engine';
import { dropTables } from './postgres/drop-tables.ts';

/**
 * Forgets all state of an application, for good; the caller has made sure that no instance of it runs. Tables that somebody still reads are
 * dropped later, by any instance of any application. Gives how many tables there were.
 */
export async function resetState(engine: Pick<Engine, 'query'>, applicationId: string): Promise<number> {
  const { rows } = await engine.query<{ tables: number }>('select millrace.forget_state($1) as tables', [
    applicationId,
  ]);
  const tables = rows[0]?.tables ?? 0;
  if (tables > 0) await dropTables(engine, { minAgeMs: 0, maxTables: tables });
  return tables;
}
