import type { RecordBatch } from './record-batch.ts';

/** Bytes of a record's key, value and headers. */
export function recordByteSize(record: {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[] | undefined;
}): number {
  let size = (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const { key, value } of record.headers ?? []) size += Buffer.byteLength(key) + (value?.length ?? 0);
  return size;
}

/** The same of a record of a batch. */
export function batchRecordSize(batch: RecordBatch, i: number): number {
  let size = Math.max(0, batch.keySize(i)) + Math.max(0, batch.valueSize(i));
  for (const { key, value } of batch.headers(i)) size += Buffer.byteLength(key) + (value?.length ?? 0);
  return size;
}
