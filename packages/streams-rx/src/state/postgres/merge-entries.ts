import type { StateKey } from '../state-key.ts';
import type { StateEntry } from '../task-state.ts';

/** Entries of runs with what is newer laid over them: null there hides one. Ascending. */
export function mergeEntries(
  entries: readonly StateEntry[],
  newer: ReadonlyMap<StateKey, Uint8Array | null>,
): StateEntry[] {
  if (newer.size === 0) return [...entries];
  const merged = entries.filter(({ key }) => !newer.has(key));
  for (const [key, value] of newer) if (value !== null) merged.push({ key, value });
  return merged.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}
