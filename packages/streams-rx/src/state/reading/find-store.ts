import { MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { StoreKind, StoreSpec } from '../task-state.ts';

/** A store as it was written last. */
export interface KnownStore extends StoreSpec {
  readonly id: number;
  /** Those that have been opened, ascending. */
  readonly partitions: readonly number[];
}

const sql = `
select s.id, s.name, s.kind, s.retention_ms::float8, s.key_format, s.value_format, s.is_table,
  coalesce((select array_agg(distinct t.partition order by t.partition) from millrace.state_tables t where t.store_id = s.id), '{}') as partitions
from millrace.state_stores s join millrace.streams_applications a on a.id = s.application_id
where a.name = $1 and ($2::text is null or s.name = $2)
order by s.name`;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly kind: StoreKind;
  readonly retention_ms: number | null;
  readonly key_format: string;
  readonly value_format: string;
  readonly is_table: boolean;
  readonly partitions: number[];
}

/** The stores of an application, by name. `name`: only that one. */
export async function findStores(
  engine: Pick<Engine, 'query'>,
  applicationId: string,
  name: string | null = null,
): Promise<KnownStore[]> {
  const { rows } = await engine.query<Row>(sql, [applicationId, name]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    retentionMs: row.retention_ms,
    keyFormat: row.key_format,
    valueFormat: row.value_format,
    isTable: row.is_table,
    partitions: row.partitions,
  }));
}

/** STORE_NOT_FOUND. */
export async function findStore(
  engine: Pick<Engine, 'query'>,
  applicationId: string,
  name: string,
): Promise<KnownStore> {
  const [store] = await findStores(engine, applicationId, name);
  if (store) return store;
  throw new MillraceError(
    'STORE_NOT_FOUND',
    `The application "${applicationId}" has no state in a store "${name}": check the name, or start the application.`,
    { details: { application: applicationId, store: name } },
  );
}
