import { MillraceError } from '@millrace/core';
import { partitionOfKey } from '@millrace/engine';
import { bytesOf, type StateKey } from '../state/state-key.ts';
import type { NodeOfTask } from '../topology/node.ts';
import type { EpochContext } from './epoch-context.ts';

/** KEY_NOT_IN_PARTITION: state of a key is with the partition that its bytes give; elsewhere nobody would find it. */
export function assertInPartition({ partition }: EpochContext, { partitionCount }: NodeOfTask, key: StateKey): void {
  if (partitionCount === null) return;
  const belongsTo = partitionOfKey(bytesOf(key), partitionCount);
  if (belongsTo === partition) return;
  throw new MillraceError(
    'KEY_NOT_IN_PARTITION',
    `A record of partition ${partition} has a key that belongs to partition ${belongsTo} of ${partitionCount}: it was produced with a partition of its own, or processRecords gave it another key without saying how keys are written (key). Put repartition() before what needs the key, or switch the check off (checkKeys: false) where one partitioner of your own is used everywhere.`,
    { details: { partition, belongsTo } },
  );
}
