import { ByteArrayBuilder, elementType } from './array-encoding.ts';
import { ColumnBatch } from './column-batch.ts';
import type { RecordBatch } from './record-batch.ts';

const noValues = new ByteArrayBuilder().finish(elementType.bytea);

/** No records, at an offset of a partition that ends at `end`. */
export function emptyBatch(
  topic: string,
  partition: number,
  offset: number,
  end: { readonly endOffset: number; readonly logEpoch: number },
): RecordBatch {
  const columns = {
    baseOffset: offset,
    logEpoch: end.logEpoch,
    count: 0,
    baseTimestamp: 0,
    offsetDeltas: null,
    timestampDeltas: null,
    keys: null,
    values: noValues,
    headerCounts: null,
    headerNames: null,
    headerValues: null,
  };
  return new ColumnBatch(topic, partition, columns, end.endOffset);
}
