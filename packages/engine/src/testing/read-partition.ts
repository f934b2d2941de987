import type { Engine, PartitionBounds } from '../engine.ts';
import type { Record } from '../record/record.ts';

/** All records of a partition within its bounds, in order. */
export async function readPartition(
  engine: Engine,
  { topic, partition, logStartOffset, endOffset }: PartitionBounds,
): Promise<Record[]> {
  const records: Record[] = [];
  for (let offset = logStartOffset; offset < endOffset; ) {
    const batch = await engine.fetch({ topic, partition, offset, maxRecords: 10_000 });
    records.push(...batch);
    offset = batch.nextOffset;
  }
  return records;
}
