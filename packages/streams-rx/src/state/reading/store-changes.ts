import type { Engine } from '@millrace/engine';
import { loadDeltas } from '../postgres/load-deltas.ts';
import { unlessDropped } from '../postgres/unless-dropped.ts';
import type { StateKey } from '../state-key.ts';
import type { KnownStore } from './find-store.ts';

/** How far changes of a store were read: by partition, the sequence of the epoch that was read last. */
export type ChangePosition = ReadonlyMap<number, number>;

/** What one epoch changed in one partition. */
export interface StoreChange {
  readonly partition: number;
  readonly sequence: number;
  readonly streamTime: number | null;
  /** null: the key is gone. */
  readonly entries: readonly (readonly [StateKey, Uint8Array | null])[];
}

export interface ReadChanges {
  /** Each partition's in their order. */
  readonly changes: readonly StoreChange[];
  /** Pass as `after` to go on. */
  readonly position: ChangePosition;
  /** Partitions some of whose changes were folded before they were read: only their outcome is there, by reading the store. */
  readonly skipped: readonly number[];
}

interface EndRow {
  readonly partition: number;
  readonly sequence: number;
}

/** Where each partition of a store ends now: changes from now on come behind it. */
export async function endOfChanges(engine: Pick<Engine, 'query'>, store: KnownStore): Promise<ChangePosition> {
  const { rows } = await unlessDropped(() =>
    engine.query<EndRow>(
      `select p.partition, e.sequence::float8
       from unnest($2::integer[]) as p (partition) cross join lateral millrace.state_end($1, p.partition) e`,
      [store.id, store.partitions],
    ),
  );
  return new Map(rows.map(({ partition, sequence }) => [partition, sequence]));
}

/** Deltas of a store, also those that were folded a moment ago, and what is folded of each partition. */
const deltasSql = `
select t.partition, t.id as "table", 0::float8 as folded from millrace.state_tables t where t.store_id = $1 and t.kind = 'DELTA'
union all
select d.partition, d.table_id, 0 from millrace.dropped_state_tables d where d.store_id = $1 and d.kind = 'DELTA'
union all
select t.partition, null, max(t.last_sequence) from millrace.state_tables t where t.store_id = $1 and t.kind = 'RUN' group by t.partition`;

interface DeltaOfStore {
  readonly partition: number;
  readonly table: number | null;
  readonly folded: number;
}

/**
 * The next changes of a store behind a position, `maxEpochs` at most. A partition that was not there yet is read from its beginning.
 * What is read was committed. Who comes a few seconds later than folding misses changes, and is told so.
 */
export async function readStoreChanges(
  engine: Pick<Engine, 'query'>,
  store: Pick<KnownStore, 'id'>,
  after: ChangePosition,
  maxEpochs: number,
): Promise<ReadChanges> {
  return unlessDropped(async () => {
    const { rows: parts } = await engine.query<DeltaOfStore>(deltasSql, [store.id]);
    const tables = new Map(
      parts.flatMap(({ table, partition }) => (table === null ? [] : [[table, partition] as const])),
    );
    const rows = await loadDeltas(
      engine,
      [...tables].map(([table, partition]) => ({ table, after: after.get(partition) ?? 0 })),
      maxEpochs,
    );
    const position = new Map(after);
    const skipped = new Set<number>();
    const changes = rows.map(({ table, sequence, streamTime, entries }) => {
      const partition = tables.get(table) as number;
      // Every epoch has the next number: where one is missing its table is gone.
      if (sequence !== (position.get(partition) ?? 0) + 1) skipped.add(partition);
      position.set(partition, sequence);
      return { partition, sequence, streamTime, entries };
    });
    for (const { partition, folded } of parts) {
      if (rows.length === maxEpochs || (position.get(partition) ?? 0) >= folded) continue;
      skipped.add(partition);
      position.set(partition, folded);
    }
    return { changes, position, skipped: [...skipped] };
  });
}
