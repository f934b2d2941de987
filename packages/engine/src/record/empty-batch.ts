import { ByteArrayBuilder, elementType } from './array-encoding.ts';
import { ColumnBatch } from './column-batch.ts';
import type { RecordBatch } from './record-batch.ts';

const noValues = new ByteArrayBuilder().finish(elementType.bytea);

/** No records, at an offset. */
export function emptyBatch(topic: string, partition: number, offset: number, highWatermark: number): RecordBatch {
  const columns = {
    baseOffset: offset,
    logEpoch: 0,
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
  return new ColumnBatch(topic, partition, columns, highWatermark);
}
