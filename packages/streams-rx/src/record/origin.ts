import type { RecordBatch } from '@millrace/engine';

/** What a record is read from: a batch of the log, or what stands in for one. */
export type InputBatch = Pick<
  RecordBatch,
  'topic' | 'partition' | 'offset' | 'timestamp' | 'key' | 'value' | 'headers'
> & {
  /** Of a test: keys and values are frozen once they are decoded, so that who changes one fails. */
  readonly isFrozen?: boolean;
};

/** Where a record comes from: the input record that it is, or was made of. */
export interface Origin {
  readonly batch: InputBatch;
  readonly index: number;
  /** The place of the input record in its epoch: what was made of earlier ones comes first everywhere. */
  readonly ordinal: number;
}
