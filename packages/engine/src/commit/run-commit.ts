import { MillraceError } from '@millrace/core';
import type { PipelineSession, PreparedStatement, StatementResult } from '@millrace/database';
import { begin, commit } from '../append/append-statements.ts';
import { type CommitCall, keysOf, partitionKey } from './commit-call.ts';
import { type RefusedRow, refusalsOf } from './commit-refusal.ts';
import {
  assertOffsetTableOpen,
  bindCommitOffsets,
  type CommitColumns,
  commitColumns,
  commitOffsets,
  holdOffsetTable,
} from './commit-statement.ts';

/** What has become of calls that went together. */
export interface CommittedCalls {
  readonly accepted: readonly CommitCall[];
  readonly refused: ReadonlyMap<CommitCall, MillraceError>;
}

/** In a pipeline `commit` succeeds with the tag ROLLBACK after a failed statement: only COMMIT is an acknowledgement. */
function assertCommitted(results: readonly StatementResult[]): void {
  const tag = results.at(-1)?.tag;
  if (tag !== 'COMMIT') throw new MillraceError('INTERNAL', `The commit ended with ${tag ?? 'no answer'}, not COMMIT.`);
}

function sortedOut(
  calls: readonly CommitCall[],
  columns: CommitColumns,
  result: StatementResult | undefined,
): CommittedCalls {
  const rows = (result?.rows ?? []).map(([row, owner, ownerGeneration]): RefusedRow => {
    return { row: Number(row), owner: owner ?? null, ownerGeneration: Number(ownerGeneration) };
  });
  if (rows.length === 0) return { accepted: calls, refused: new Map() };
  const refusals = refusalsOf(columns, rows);
  return {
    accepted: calls.filter((_, i) => !refusals.has(i)),
    refused: new Map([...refusals].map(([i, error]) => [calls[i] as CommitCall, error])),
  };
}

const openOffsetTable: PreparedStatement = {
  name: 'open_offset_table',
  text: 'select t.id from millrace.offset_tables t where t.sealed_at is null',
};

/** The table of committed offsets that is open now. */
export async function findOpenTable(session: Pick<PipelineSession, 'run'>): Promise<number | undefined> {
  const [result] = await session.run((writer) => writer.run(openOffsetTable));
  const id = result?.rows[0]?.[0];
  return id == null ? undefined : Number(id);
}

/** Commits the offsets of many calls in one transaction and one round trip, if the table is still the open one (else MR003). */
export async function runCommit(
  session: PipelineSession,
  tableId: number,
  calls: readonly CommitCall[],
): Promise<CommittedCalls> {
  const columns = commitColumns(calls.map((call) => call.request));
  const results = await session.run((writer) => {
    writer.run(begin);
    bindCommitOffsets(writer, 'commit', commitOffsets(tableId), columns);
    writer.bind('', assertOffsetTableOpen, 1);
    writer.int4(tableId);
    writer.execute('');
    writer.execute('commit');
    writer.run(commit);
  });
  assertCommitted(results);
  return sortedOut(calls, columns, results[2]);
}

/** Locks the ownership rows that are free, until the end of the transaction, and gives those that somebody else holds. */
const tryLockOwnership: PreparedStatement = {
  name: 'try_lock_ownership',
  text: `select w.group_id, w.partition_id
from (
  select u.* from unnest($1::integer[], $2::integer[]) as u (group_id, partition_id) order by u.group_id, u.partition_id
) w
left join lateral (
  select true as had from millrace.group_partitions p
  where p.group_id = w.group_id and p.partition_id = w.partition_id
  for no key update skip locked
) l on true
where l.had is null
  and exists (select from millrace.group_partitions p where p.group_id = w.group_id and p.partition_id = w.partition_id)`,
};

export interface ContendedCommit extends CommittedCalls {
  /** Those that touch a row somebody else holds, or stand behind such a one; in order. */
  readonly waiting: readonly CommitCall[];
}

/**
 * The same without waiting for ownership rows: calls whose rows are free are committed, up to `maxPartitions`, the others are
 * left. Two round trips, so that it is for the time after a lock timeout only.
 */
export async function runContendedCommit(
  session: PipelineSession,
  calls: readonly CommitCall[],
  maxPartitions: number,
): Promise<ContendedCommit> {
  const touched = new Map<string, readonly [groupId: number, partitionId: number]>();
  for (const { request } of calls) {
    const { groupId, partitions } = request;
    for (const { partitionId } of partitions) touched.set(partitionKey(groupId, partitionId), [groupId, partitionId]);
  }
  const rows = [...touched.values()];
  const [, table, held] = await session.run((writer) => {
    writer.run(begin);
    // Before the ownership rows: locks are taken in one order.
    writer.run(holdOffsetTable);
    writer.bind('', tryLockOwnership, 2);
    writer.int4Array(rows.map(([groupId]) => groupId));
    writer.int4Array(rows.map(([, partitionId]) => partitionId));
    writer.execute('');
  });
  const blocked = new Set(held?.rows.map(([group, partition]) => partitionKey(Number(group), Number(partition))));
  const free: CommitCall[] = [];
  const waiting: CommitCall[] = [];
  let taken = 0;
  for (const call of calls) {
    const keys = keysOf(call);
    if (keys.some((key) => blocked.has(key)) || (free.length > 0 && taken + keys.length > maxPartitions)) {
      // Calls behind it must not overtake it in any of its partitions.
      for (const key of keys) blocked.add(key);
      waiting.push(call);
    } else {
      taken += keys.length;
      free.push(call);
    }
  }
  const columns = commitColumns(free.map((call) => call.request));
  const results = await session.run((writer) => {
    bindCommitOffsets(writer, '', commitOffsets(Number(table?.rows[0]?.[0])), columns);
    writer.execute('');
    writer.run(commit);
  });
  assertCommitted(results);
  return { ...sortedOut(free, columns, results[0]), waiting };
}
