import { MillraceError } from '@millrace/core';
import { isLockTimeout, sqlState, translatePostgresError } from '@millrace/database';
import type { ClientBase } from 'pg';
import { refusalsOf } from './commit-refusal.ts';
import { type CommitColumns, commitColumns, commitOffsets, holdOffsetTable } from './commit-statement.ts';
import type { CommitRequest } from './offset-committer.ts';

/** Fails the caller's transaction, so that whatever else it holds cannot be committed without the offsets. */
const failSql = `do $$ begin
  raise exception using errcode = 'MR005', message = 'a commit of offsets in this transaction was refused';
end $$`;

/** Errors of statements that commit inside a transaction of somebody else. */
function translated(error: unknown): unknown {
  if (sqlState(error) === 'MR004') {
    return new MillraceError(
      'INVALID_INPUT',
      `A stale check would let a former owner's commit pass: begin the transaction with "begin isolation level read committed". (${(error as Error).message})`,
      { cause: error },
    );
  }
  if (isLockTimeout(error)) {
    return new MillraceError(
      'PARTITION_BUSY',
      'Another session holds the ownership of a partition for too long. Roll the transaction back and run it again.',
      { cause: error },
    );
  }
  return translatePostgresError(error);
}

interface Row {
  readonly n: string;
  readonly owner: string | null;
  readonly owner_generation: number;
}

async function insertRows(client: ClientBase, columns: CommitColumns): Promise<Row[]> {
  const { rows: tables } = await client.query<{ id: number }>(holdOffsetTable.text);
  const { rows } = await client.query<Row>(commitOffsets(tables[0]?.id as number).text, [
    columns.calls,
    columns.groupIds,
    columns.partitionIds,
    columns.members,
    columns.generations,
    columns.nextOffsets,
    columns.logEpochs,
    columns.hasMetadata ? columns.metadata : null,
  ]);
  return rows;
}

/** Commits offsets in the caller's transaction, which a refusal fails: then nothing of it can be committed. */
export async function commitInTransaction(client: ClientBase, request: CommitRequest): Promise<void> {
  const columns = commitColumns([request]);
  const rows = await insertRows(client, columns).catch((error) => {
    throw translated(error);
  });
  if (rows.length === 0) return;
  const refused = rows.map((row) => ({
    row: Number(row.n),
    owner: row.owner,
    ownerGeneration: row.owner_generation,
  }));
  await client.query(failSql).catch(() => undefined);
  throw refusalsOf(columns, refused).get(0);
}

export interface OffsetToOverwrite {
  readonly partitionId: number;
  /** null deletes. */
  readonly nextOffset: number | null;
  readonly logEpoch: number;
}

/** Writes offsets whoever owns the partitions, in the caller's transaction, which holds the group's row. */
export async function overwriteInTransaction(
  client: ClientBase,
  groupId: number,
  offsets: readonly OffsetToOverwrite[],
): Promise<void> {
  await client
    .query('select millrace.overwrite_offsets($1, $2::integer[], $3::bigint[], $4::integer[])', [
      groupId,
      offsets.map((offset) => offset.partitionId),
      offsets.map((offset) => offset.nextOffset),
      offsets.map((offset) => offset.logEpoch),
    ])
    .catch((error) => {
      throw translated(error);
    });
}
