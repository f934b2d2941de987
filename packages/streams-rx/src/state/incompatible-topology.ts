import { MillraceError } from '@millrace/core';
import type { StoreSpec } from './task-state.ts';

/** What is known of a store that has state. */
export type KeptStore = Pick<StoreSpec, 'kind' | 'retentionMs'>;

/**
 * Refuses a store whose state was written as another kind, or for another time where that is in its keys: they would be read as what
 * they are not.
 */
export function assertSameLayout(spec: StoreSpec, kept: KeptStore | undefined): void {
  if (!kept) return;
  const { name, kind, retentionMs } = spec;
  if (kept.kind !== kind) {
    throw incompatible(`The store ${name} holds state of kind ${kept.kind}, and the topology wants ${kind}.`, {
      store: name,
      kind: kept.kind,
      wanted: kind,
    });
  }
  if (spec.isLaidOutByRetention && kept.retentionMs !== retentionMs) {
    throw incompatible(
      `The store ${name} holds what waits for ${kept.retentionMs} ms, and the topology wants ${retentionMs} ms: its window, grace or limit was changed.`,
      { store: name, retentionMs: kept.retentionMs, wanted: retentionMs },
    );
  }
}

function incompatible(what: string, details: Record<string, unknown>): MillraceError {
  return new MillraceError('INCOMPATIBLE_TOPOLOGY', `${what} Give the store another name, or reset the application.`, {
    details,
  });
}
