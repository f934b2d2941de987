import { MillraceError } from '@millrace/core';
import type { CommitColumns } from './commit-statement.ts';
import type { PartitionCommit } from './offset-committer.ts';

/** A row that a call was refused for, as `commitOffsets` gives it: who owns the partition instead. */
export interface RefusedRow {
  /** From 1. */
  readonly row: number;
  readonly owner: string | null;
  readonly ownerGeneration: number;
}

function refusal(memberId: string, commit: PartitionCommit, refused: RefusedRow): MillraceError {
  const { topic, partition, generation } = commit;
  const details = { topic, partition, generation };
  if (refused.owner === memberId.toLowerCase()) {
    return new MillraceError(
      'ILLEGAL_GENERATION',
      `Partition ${partition} of topic "${topic}" was taken from this member and given to it again at generation ${refused.ownerGeneration}, and the commit is of generation ${generation}. Nothing of it was committed: commit what was handed out since.`,
      { details: { ...details, ownerGeneration: refused.ownerGeneration } },
    );
  }
  return new MillraceError(
    'FENCED_MEMBER',
    `Partition ${partition} of topic "${topic}" belongs to ${refused.owner === null ? 'no member' : 'another member'} of the group now. Nothing was committed: drop its records, its next owner gets them again.`,
    { details },
  );
}

/** The error of every refused call, by its number: it names the first of its partitions that did not pass. */
export function refusalsOf(columns: CommitColumns, rows: readonly RefusedRow[]): Map<number, MillraceError> {
  const refusals = new Map<number, MillraceError>();
  for (const row of [...rows].sort((a, b) => a.row - b.row)) {
    const at = row.row - 1;
    const call = columns.calls[at] as number;
    if (refusals.has(call)) continue;
    refusals.set(call, refusal(columns.members[at] as string, columns.commits[at] as PartitionCommit, row));
  }
  return refusals;
}
