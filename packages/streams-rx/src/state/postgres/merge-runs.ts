import { timeFromEnd } from '../task-state.ts';
import { makeRun, type RunContext } from './run-tables.ts';
import { type StateTable, tableOf } from './state-table.ts';
import type { StorePartition } from './store-partition.ts';

/**
 * The next entries of runs in the order of keys, the newest of each, into a run. The first keys of all are among the first of each.
 * $1: how many; $2: the last key of the chunk before.
 */
const chunkSql = (run: number, sources: readonly StateTable[], isFirst: boolean, kept: string) => `
with chunk as materialized (
  select distinct on (s.key) s.key, s.value
  from (${sources
    .map(
      ({ id }, age) =>
        `(select key, value, ${age} as age from ${tableOf(id)}${isFirst ? '' : ' where key > $2'} order by key limit $1)`,
    )
    .join(' union all ')}) s
  order by s.key, s.age limit $1
), written as (
  insert into ${tableOf(run)} (key, value)
  select c.key, c.value from chunk c where ${kept} order by c.key
  returning octet_length(key) + coalesce(octet_length(value), 0) as bytes
)
select (select c.key from chunk c order by c.key desc limit 1) as last, (select count(*)::integer from chunk) as looked,
  count(*)::integer as written, coalesce(sum(w.bytes), 0)::float8 as bytes
from written w`;

interface ChunkRow {
  readonly last: Buffer | null;
  readonly looked: number;
  readonly written: number;
  readonly bytes: number;
}

export interface MergeOptions {
  readonly monotonic: () => number;
  /** What may not wait until it is done, and how long it rests; `tookMs`: of the chunk before. */
  readonly betweenChunks: (tookMs: number) => Promise<void>;
}

/** Merges runs that lie next to each other, newest first, into one. */
export async function mergeRuns(
  context: RunContext,
  store: StorePartition,
  sources: readonly StateTable[],
  { monotonic, betweenChunks }: MergeOptions,
): Promise<void> {
  const { engine, limits, signal } = context;
  const { lastSequence, streamTime } = sources[0] as StateTable;
  const maxEntries = chunkEntries(sources, limits);
  const kept = keptSql(store, sources.at(-1) === store.runs.at(-1));
  const ids = sources.map(({ id }) => id);
  const run = await makeRun(context, store, ids, async (id) => {
    let entryCount = 0;
    let byteSize = 0;
    for (let last: Buffer | null = null; ; ) {
      signal.throwIfAborted();
      const startedAt = monotonic();
      const { rows }: { rows: ChunkRow[] } = await engine.query<ChunkRow>(
        chunkSql(id, sources, last === null, kept),
        last === null ? [maxEntries] : [maxEntries, last],
      );
      const chunk = rows[0] as ChunkRow;
      entryCount += chunk.written;
      byteSize += chunk.bytes;
      if (chunk.looked < maxEntries) return { lastSequence, streamTime, entryCount, byteSize };
      last = chunk.last;
      await betweenChunks(monotonic() - startedAt);
    }
  });
  store.merged(sources, run);
}

function chunkEntries(
  sources: readonly StateTable[],
  limits: { readonly maxChunkEntries: number; readonly maxChunkBytes: number },
): number {
  const bytes = sources.reduce((sum, { byteSize }) => sum + byteSize, 0);
  const entries = sources.reduce((sum, { entryCount }) => sum + entryCount, 0);
  const fitting = Math.floor(limits.maxChunkBytes / Math.max(1, bytes / Math.max(1, entries)));
  return Math.max(1, Math.min(limits.maxChunkEntries, fitting));
}

/** What has expired is left out, and keys that are gone where no older run has them. */
function keptSql({ spec, expiredBefore }: StorePartition, withOldest: boolean): string {
  const kept = withOldest ? ['c.value is not null'] : ['true'];
  if (expiredBefore !== null && spec.kind !== 'KEY_VALUE') {
    kept.push(`millrace.state_time(c.key, ${timeFromEnd[spec.kind]}) >= ${Math.trunc(expiredBefore)}`);
  }
  return kept.join(' and ');
}
