import { MillraceError } from '@millrace/core';
import type { StoreSpec } from './task-state.ts';

/** Refuses a store whose state was written as another kind: its keys would be read as what they are not. */
export function assertSameKind(spec: StoreSpec, kept: Pick<StoreSpec, 'kind'> | undefined): void {
  if (!kept || kept.kind === spec.kind) return;
  throw new MillraceError(
    'INCOMPATIBLE_TOPOLOGY',
    `The store ${spec.name} holds state of kind ${kept.kind}, and the topology wants ${spec.kind}. Give the store another name, or reset the application.`,
    { details: { store: spec.name, kind: kept.kind, wanted: spec.kind } },
  );
}
