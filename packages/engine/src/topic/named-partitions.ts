import { MillraceError } from '@millrace/core';

/** A list of partitions that may be left out may not be empty: INVALID_INPUT. */
export function assertSomePartitions(partitions: readonly number[] | undefined): void {
  if (partitions?.length !== 0) return;
  throw new MillraceError('INVALID_INPUT', 'Name at least one partition, or leave the list out to mean all of them.');
}

/** The same where nothing stands for all of them: who means all names them all. */
export function assertNamesPartitions(partitions: readonly unknown[]): void {
  if (partitions.length > 0) return;
  throw new MillraceError('INVALID_INPUT', 'Name at least one partition whose records are to be deleted.');
}

/** For a list of partitions with an offset each: which of two counts, nobody can tell. */
export function partitionNamedTwice(
  { topic, partition }: { readonly topic: string; readonly partition: number },
  code: 'INVALID_INPUT' | 'INVALID_POSITION' = 'INVALID_INPUT',
): MillraceError {
  return new MillraceError(
    code,
    `Partition ${partition} of "${topic.slice(0, 249)}" is named twice: give each partition one offset.`,
  );
}
