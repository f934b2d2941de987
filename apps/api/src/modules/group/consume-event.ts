import type { AssignmentEvent, RevocationEvent } from '@millrace/engine';
import { TailBatch } from '../record/tail-batch.ts';

/** One event of `consume`: the schema's `ConsumeEvent`. */
export type ConsumeEvent = AssignmentEvent | RevocationEvent | TailBatch;

export const consumeEventResolvers = {
  __resolveType: (event: ConsumeEvent): string =>
    event instanceof TailBatch ? 'RecordBatch' : event.kind === 'ASSIGNMENT' ? 'Assignment' : 'Revocation',
};
