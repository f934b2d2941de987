import type { RecordBatch } from '@millrace/engine';
import type { JsonValues } from './json-values.ts';

/** What a record is read from: a batch of the log, or what stands in for one. */
export type InputBatch = Pick<
  RecordBatch,
  'topic' | 'partition' | 'offset' | 'timestamp' | 'key' | 'value' | 'headers'
> &
  // As the log's batches have them: quicker than what is made of `key` and `value`.
  Partial<Pick<RecordBatch, 'keyLatin1' | keyof BytesInPlace>> & {
    /** Of a test: keys and values are frozen once they are decoded, so that who changes one fails. */
    readonly isFrozen?: boolean;
  };

type BytesInPlace = Pick<
  RecordBatch,
  'keySize' | 'keyMemory' | 'keyStart' | 'valueSize' | 'valueMemory' | 'valueStart'
>;

/** Whether keys and values can be copied from where they lie. */
export function isInPlace(batch: InputBatch): batch is InputBatch & BytesInPlace {
  return batch.keyMemory !== undefined;
}

/** Where a record comes from: the input record that it is, or was made of. */
export interface Origin {
  readonly batch: InputBatch;
  readonly index: number;
  /** The place of the input record in its epoch: what was made of earlier ones comes first everywhere. */
  readonly ordinal: number;
  /** Of the batch, where its values are JSON and may be decoded many at a time. */
  readonly values?: JsonValues | undefined;
  /** Of what was kept back: the record that it goes on with. */
  readonly cause?: Origin;
}
