import { MillraceError } from '@millrace/core';
import type { CommitRequest, PartitionCommit } from '../commit/offset-committer.ts';
import { partitionNamedTwice } from '../topic/named-partitions.ts';
import type { OffsetToCommit, RecordsEvent } from './consumer.ts';
import { notOwned } from './consumer-errors.ts';
import type { HeldPartition, HeldUnits } from './held-units.ts';

export interface CommitOptions {
  readonly release?: boolean;
  readonly metadata?: string | null;
  readonly generation?: number;
}

/** A commit with the partitions as they were held when it was asked for. */
export interface MemberCommit {
  readonly request: CommitRequest;
  /** Of the request's partitions, in their order. */
  readonly held: readonly HeldPartition[];
}

/** What a member wants to commit. FENCED_MEMBER for partitions that it does not own; INVALID_INPUT. */
export function memberCommit(
  member: { readonly groupId: number; readonly memberId: string; readonly held: HeldUnits },
  what: RecordsEvent | readonly OffsetToCommit[],
  options: CommitOptions,
): MemberCommit {
  const { groupId, memberId } = member;
  const offsets = 'kind' in what ? [offsetOf(what, options)] : what;
  const held = offsets.map((offset) => {
    const partition = member.held.find(offset);
    if (!partition) throw notOwned(offset);
    return partition;
  });
  if (offsets.length === 0) throw new MillraceError('INVALID_INPUT', 'Name at least one partition with its offset.');
  const seen = new Set<HeldPartition>();
  const partitions = offsets.map((offset, i): PartitionCommit => {
    const partition = held[i] as HeldPartition;
    if (seen.has(partition)) throw partitionNamedTwice(offset);
    seen.add(partition);
    return {
      partitionId: partition.partitionId,
      topic: partition.topic,
      partition: partition.partition,
      generation: ('kind' in what ? what.generation : options.generation) ?? partition.unit.generation,
      nextOffset: offset.nextOffset,
      logEpoch: offset.logEpoch ?? partition.logEpoch,
      metadata: offset.metadata ?? null,
    };
  });
  return { request: { groupId, memberId, partitions }, held };
}

/** What may lie beyond its partition's end: a look tells. What was handed out in the log's epoch is no question. */
export function beyondKnownEnds({ request, held }: MemberCommit, logEpoch: number): readonly PartitionCommit[] {
  return request.partitions.filter(
    (commit, i) => commit.nextOffset > (held[i] as HeldPartition).knownEnd || commit.logEpoch !== logEpoch,
  );
}

function offsetOf({ batch }: RecordsEvent, { metadata }: CommitOptions): OffsetToCommit {
  const { topic, partition, nextOffset, logEpoch } = batch;
  return { topic, partition, nextOffset, logEpoch, metadata };
}
