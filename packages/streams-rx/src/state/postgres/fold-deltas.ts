import { ByteArrayBuilder, type Engine, elementType, type Transaction } from '@millrace/engine';
import { type StateKey, timeOfKey } from '../state-key.ts';
import { timeFromEnd } from '../task-state.ts';
import { fenced } from './fenced.ts';
import { makeRun, type RunContext } from './run-tables.ts';
import { tableOf } from './state-table.ts';
import type { SealedDeltas, StorePartition } from './store-partition.ts';

type Entry = readonly [StateKey, Uint8Array | null];

/** Makes the table that epochs are written into from then on. */
export async function openDelta(
  engine: Pick<Engine, 'transaction'>,
  fence: (tx: Transaction) => Promise<void>,
  store: StorePartition,
): Promise<number> {
  return fenced(engine, fence, async (tx) => {
    const { rows } = await tx.query<{ id: number }>('select millrace.open_state_delta($1, $2, $3) as id', [
      store.storeId,
      store.partition,
      store.lastSequence + 1,
    ]);
    return (rows[0] as { readonly id: number }).id;
  });
}

/**
 * Writes what is sealed into a run and puts that into its place. It is written from memory, the newest entry of each key: there a key that
 * every epoch has changed is one entry, in the tables it is one an epoch.
 */
export async function foldDeltas(context: RunContext, store: StorePartition, sealed: SealedDeltas): Promise<void> {
  const isGone = whetherGone(store);
  const run = await makeRun(context, store, sealed.tables, async (id) => {
    let entryCount = 0;
    let byteSize = 0;
    for (const chunk of chunks(sealed.overlay.entries(), context.limits)) {
      context.signal.throwIfAborted();
      store.promote(chunk);
      const kept = chunk.filter((entry) => !isGone(entry));
      entryCount += kept.length;
      byteSize += kept.reduce((sum, [key, value]) => sum + key.length + (value?.length ?? 0), 0);
      await insert(context.engine, id, kept);
    }
    return { lastSequence: sealed.lastSequence, streamTime: sealed.streamTime, entryCount, byteSize };
  });
  store.folded(run);
}

/** What need not be written: what has expired, and keys that are gone where there is no older run to hide them in. */
function whetherGone(store: StorePartition): (entry: Entry) => boolean {
  const isOldest = store.runs.length === 0;
  const { expiredBefore, spec } = store;
  return ([key, value]) => {
    if (value === null && isOldest) return true;
    if (expiredBefore === null || spec.kind === 'KEY_VALUE') return false;
    return timeOfKey(key, key.length - timeFromEnd[spec.kind]) < expiredBefore;
  };
}

function* chunks(
  entries: Iterable<Entry>,
  limits: { readonly maxChunkEntries: number; readonly maxChunkBytes: number },
): Iterable<Entry[]> {
  let chunk: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    chunk.push(entry);
    bytes += entry[0].length + (entry[1]?.length ?? 0);
    if (chunk.length < limits.maxChunkEntries && bytes < limits.maxChunkBytes) continue;
    yield chunk;
    chunk = [];
    bytes = 0;
  }
  if (chunk.length > 0) yield chunk;
}

async function insert(engine: Pick<Engine, 'query'>, run: number, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const keys = new ByteArrayBuilder();
  const values = new ByteArrayBuilder();
  for (const [key, value] of entries) {
    keys.pushLatin1(key);
    values.push(value);
  }
  await engine.query(
    `insert into ${tableOf(run)} (key, value) select e.key, e.value from unnest($1::bytea[], $2::bytea[]) as e (key, value) order by e.key`,
    [keys.finish(elementType.bytea), values.finish(elementType.bytea)],
  );
}
