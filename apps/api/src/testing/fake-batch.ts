import type { RecordBatch } from '@millrace/engine';

/** A batch of numbered records in memory: offset n holds the value n, at n milliseconds, and says that it has `recordBytes`. */
export function fakeBatch(
  partition: number,
  baseOffset: number,
  count: number,
  topic = 't',
  recordBytes = 1,
): RecordBatch {
  const bytes = (i: number) => Buffer.from(String(baseOffset + i));
  return {
    topic,
    partition,
    count,
    nextOffset: baseOffset + count,
    logEpoch: 0,
    highWatermark: baseOffset + count,
    byteSize: count * recordBytes,
    offset: (i) => baseOffset + i,
    timestamp: (i) => baseOffset + i,
    key: () => null,
    value: bytes,
    headers: () => [],
    keyLatin1: () => null,
    valuesLatin1: (start, end) => Array.from({ length: end - start }, (_, i) => String(baseOffset + start + i)),
    keySize: () => -1,
    keyMemory: () => Buffer.alloc(0),
    keyStart: () => 0,
    valueSize: (i) => bytes(i).length,
    valueMemory: bytes,
    valueStart: () => 0,
    isTombstone: () => false,
    keyText: () => null,
    valueText: (i) => String(baseOffset + i),
    slice: (start, end) => fakeBatch(partition, baseOffset + start, end - start, topic, recordBytes),
    [Symbol.iterator]: () => {
      throw new Error('The API reads batches by column.');
    },
  };
}
