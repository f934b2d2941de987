import { MillraceError } from '@millrace/core';
import type { StoreSpec } from './task-state.ts';

/** What is known of a store that has state. A window size of null is not known. */
export interface KeptStore
  extends Pick<StoreSpec, 'name' | 'kind' | 'retentionMs' | 'keyFormat' | 'valueFormat' | 'windowSizeMs'> {
  /** Of the partition to open: its stream time, ms; null before the first record. */
  readonly streamTime: number | null;
  /** Of the partition to open: what is before this, ms, was dropped under a shorter retention; null: under none but this one. */
  readonly keptFrom: number | null;
}

/** Whether a store is to keep entries for longer than it did: then what it has dropped has to be remembered. */
export function keepsLonger(spec: Pick<StoreSpec, 'retentionMs'>, kept: Pick<KeptStore, 'retentionMs'>): boolean {
  return kept.retentionMs !== null && (spec.retentionMs === null || spec.retentionMs > kept.retentionMs);
}

/**
 * Refuses a store whose state was written as another kind, in another format, by windows of another size or for another time where that is in
 * its keys: it would be read as what it is not. Also one that has dropped what the topology's windows still need.
 */
export function assertSameLayout(spec: StoreSpec, kept: KeptStore | undefined): void {
  if (!kept) return;
  const { name, kind, retentionMs, windowSizeMs = null, neededMs = 0 } = spec;
  if (kept.kind !== kind) {
    throw incompatible(`The store ${name} holds state of kind ${kept.kind}, and the topology wants ${kind}.`, {
      store: name,
      kind: kept.kind,
      wanted: kind,
    });
  }
  assertSameFormat(spec, kept, 'keyFormat', 'keys');
  assertSameFormat(spec, kept, 'valueFormat', 'values');
  const keptSizeMs = kept.windowSizeMs ?? null;
  if (windowSizeMs !== null && keptSizeMs !== null && keptSizeMs !== windowSizeMs) {
    throw incompatible(
      `The store ${name} holds windows of ${keptSizeMs} ms, and the topology wants some of ${windowSizeMs} ms: where they end would be wrong.`,
      { store: name, windowSizeMs: keptSizeMs, wanted: windowSizeMs },
    );
  }
  if (spec.isLaidOutByRetention && kept.retentionMs !== retentionMs) {
    throw incompatible(
      `The store ${name} holds what waits for ${kept.retentionMs} ms, and the topology wants ${retentionMs} ms: its window, grace or limit was changed.`,
      { store: name, retentionMs: kept.retentionMs, wanted: retentionMs },
    );
  }
  if (kept.retentionMs !== null && kept.retentionMs < neededMs) {
    throw incompatible(
      `The store ${name} has kept windows for ${kept.retentionMs} ms, and the topology's take records for ${neededMs} ms: they would begin anew. Its size, gap or grace was made longer.`,
      { store: name, retentionMs: kept.retentionMs, wanted: neededMs },
    );
  }
  const { keptFrom, streamTime } = kept;
  if (keptFrom !== null && streamTime !== null && streamTime - neededMs < keptFrom) {
    const missingMs = keptFrom - (streamTime - neededMs);
    throw incompatible(
      `The store ${name} had a shorter retention until lately, and the topology's windows take records of times from which ${missingMs} ms were dropped: they would begin anew. Make size, gap or grace longer once stream time has gone on by as much.`,
      { store: name, missingMs, wanted: neededMs },
    );
  }
}

function assertSameFormat(spec: StoreSpec, kept: KeptStore, format: 'keyFormat' | 'valueFormat', what: string): void {
  if (kept[format] === spec[format]) return;
  throw incompatible(
    `The store ${spec.name} holds ${what} that were written as ${kept[format]}, and the topology writes ${spec[format]}: its serde or the format of its topic was changed.`,
    { store: spec.name, [format]: kept[format], wanted: spec[format] },
  );
}

function incompatible(what: string, details: Record<string, unknown>): MillraceError {
  return new MillraceError('INCOMPATIBLE_TOPOLOGY', `${what} Give the store another name, or reset the application.`, {
    details,
  });
}
