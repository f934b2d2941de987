import { MillraceError } from '@millrace/core';
import type { CommitRequest, PartitionCommit } from './offset-committer.ts';

const maxMetadataCharacters = 4_096;
const maxInt4 = 2 ** 31 - 1;
const int4Names = ['partitionId', 'generation', 'logEpoch'] as const;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const of = ({ partition, topic }: PartitionCommit) => `of partition ${partition} of topic "${topic}"`;
const isInt4 = (value: number) => Number.isInteger(value) && value >= 0 && value <= maxInt4;

/**
 * Throws for what Postgres would refuse: there it would fail all calls of the flush. UNKNOWN_MEMBER for what is no id,
 * OFFSET_OUT_OF_RANGE for a negative offset, INVALID_INPUT, LIMIT_EXCEEDED.
 */
export function checkCommit(request: CommitRequest, maxPartitions: number): void {
  const { groupId, memberId, partitions } = request;
  if (!uuid.test(memberId)) {
    throw new MillraceError(
      'UNKNOWN_MEMBER',
      `There is no member "${memberId.slice(0, 249)}": a member's id is the one that its assignment names.`,
    );
  }
  if (partitions.length > maxPartitions) {
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `A commit takes ${maxPartitions} partitions at most, not ${partitions.length}: make several of it.`,
      { details: { limit: 'maxPartitionsPerCommit', value: maxPartitions } },
    );
  }
  if (!isInt4(groupId)) throw new MillraceError('INVALID_INPUT', `${groupId} is not the id of a group.`);
  for (const partition of partitions) checkPartition(partition);
}

function checkPartition(commit: PartitionCommit): void {
  const { nextOffset, metadata } = commit;
  for (const name of int4Names) {
    const value = commit[name];
    if (isInt4(value)) continue;
    const message = `${name} ${of(commit)} is a whole number from 0 to ${maxInt4}, not ${value}.`;
    throw new MillraceError('INVALID_INPUT', message);
  }
  if (!Number.isSafeInteger(nextOffset)) {
    throw new MillraceError('INVALID_INPUT', `The offset ${of(commit)} is a whole number, not ${nextOffset}.`);
  }
  if (nextOffset < 0) {
    throw new MillraceError(
      'OFFSET_OUT_OF_RANGE',
      `The offset ${of(commit)} cannot be ${nextOffset}: commit the next offset to read, from 0 on.`,
    );
  }
  if (metadata === null) return;
  if (metadata.length > maxMetadataCharacters) {
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `The metadata ${of(commit)} has ${metadata.length} characters; ${maxMetadataCharacters} are the most.`,
      { details: { limit: 'maxMetadataCharacters', value: maxMetadataCharacters } },
    );
  }
  if (metadata.includes('\u0000')) {
    throw new MillraceError(
      'INVALID_INPUT',
      `The metadata ${of(commit)} holds U+0000, which Postgres cannot store as text.`,
    );
  }
}
