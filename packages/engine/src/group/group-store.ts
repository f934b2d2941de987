import type { Clock } from '@millrace/core';
import type { Database } from '@millrace/database';
import { inTransaction } from '../topic/in-transaction.ts';
import type { GroupState } from './group-state.ts';
import { type GroupToLoad, type LoadedGroup, loadGroup } from './load-group.ts';
import { saveGroup } from './save-group.ts';

export interface ChangedGroup {
  readonly loaded: LoadedGroup;
  /** As it is now, on the disk. */
  readonly state: GroupState;
}

/** A server that gives no answer for so long is given up: others would throw this node's members out meanwhile. */
const attemptMs = 10_000;

/**
 * Changes a group in one transaction that holds its row: `decide` gives the new state of what was loaded. Tells all nodes when anything
 * is different. null: there is no such group.
 */
export function changeGroup(
  { database, clock }: { readonly database: Pick<Database, 'pool'>; readonly clock: Clock },
  group: GroupToLoad,
  decide: (loaded: LoadedGroup) => GroupState,
): Promise<ChangedGroup | null> {
  return inTransaction(
    database,
    async (client) => {
      const loaded = await loadGroup(client, group);
      if (!loaded) return null;
      const state = decide(loaded);
      await saveGroup(client, loaded, state);
      return { loaded, state };
    },
    // Whoever waits for one group must not keep others waiting for their turn: its queue tries again.
    { clock, attempts: 1, attemptMs },
  );
}
