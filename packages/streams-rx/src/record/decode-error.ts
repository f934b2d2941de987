import { MillraceError } from '@millrace/core';
import type { Origin } from './origin.ts';

/** Bytes of an input record that its serde cannot read. Knows the record, so that nobody has to look for it. */
export class DecodeError extends MillraceError {
  readonly origin: Origin;

  constructor(part: 'key' | 'value', origin: Origin, cause: unknown) {
    const { batch, index } = origin;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      'INVALID_RECORD',
      `The ${part} at offset ${batch.offset(index)} of partition ${batch.partition} of "${batch.topic}" cannot be decoded: ${reason} Give the stream the serde that it was written with, or have such records skipped or sent to a dead-letter topic (errors.decode).`,
      { cause, details: { topic: batch.topic, partition: batch.partition, offset: batch.offset(index), part } },
    );
    this.origin = origin;
  }
}
