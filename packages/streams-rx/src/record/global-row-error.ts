import { MillraceError } from '@millrace/core';
import type { GlobalRow } from './global-row.ts';

/** A row of a global table that its serde cannot read: no record that meets it is to blame. */
export class GlobalRowError extends MillraceError {
  readonly topic: string;
  readonly row: GlobalRow;

  constructor(topic: string, row: GlobalRow, cause: unknown) {
    const { partition, offset } = row;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      'INVALID_RECORD',
      `The row of the global table "${topic}" at offset ${offset} of its partition ${partition} cannot be decoded: ${reason} Give app.globalTable() the serde that it was written with, produce its key anew, or have such rows left out (errors.decode: 'SKIP').`,
      { cause, details: { topic, partition, offset, part: 'value' } },
    );
    this.topic = topic;
    this.row = row;
  }
}
