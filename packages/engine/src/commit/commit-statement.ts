import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import { ByteArrayBuilder, elementType, encodeInt8Array } from '../record/array-encoding.ts';
import type { CommitRequest, PartitionCommit } from './offset-committer.ts';

/** Raises MR003 if the table is not open any more; else it stays open until the end of the transaction. */
export const assertOffsetTableOpen: PreparedStatement = {
  name: 'assert_offset_table_open',
  text: 'select millrace.assert_offset_table_open($1::integer)',
};

/** The open table, which stays open until the end of the transaction. */
export const holdOffsetTable: PreparedStatement = {
  name: 'hold_offset_table',
  text: 'select millrace.hold_offset_table() as id',
};

/**
 * Judges and inserts, in a statement behind the one that holds the table. The n-th row is the n-th element of every array; rows of one
 * call are accepted or refused together. Gives the rows that calls were refused for, with the owner there is instead (null: nobody).
 * $1 number of the call, $2 group, $3 partition, $4 member, $5 generation, $6 next offset, $7 log epoch, $8 metadata or null.
 */
export function commitOffsets(tableId: number): PreparedStatement {
  const id = Math.trunc(tableId);
  return {
    name: `commit_o${id}`,
    text: commitText(id, 'select n, owner, owner_generation from judged where not accepted'),
  };
}

/** The same, but a refused row raises MR031: for who commits in the same round trip. */
export function commitOffsetsOrFail(tableId: number): PreparedStatement {
  const id = Math.trunc(tableId);
  const last = `select millrace.refuse_commit(n, owner, owner_generation)
from (select * from judged where not accepted order by n limit 1) as refused`;
  return { name: `commit_or_fail_o${id}`, text: commitText(id, last) };
}

function commitText(tableId: number, last: string): string {
  const table = `millrace_segments.o${Math.trunc(tableId)}`;
  return `with judged as materialized (
  select w.*, g.owner, g.owner_generation,
         coalesce(g.owner = w.member and w.generation >= g.owner_generation, false) as accepted
  from (
    select u.* from unnest($1::integer[], $2::integer[], $3::integer[], $4::uuid[], $5::integer[], $6::bigint[], $7::integer[], $8::text[])
      with ordinality as u (call, group_id, partition_id, member, generation, next_offset, log_epoch, metadata, n)
    order by u.group_id, u.partition_id, u.n
  ) w
  left join lateral (
    -- By group and partition, so that two flushes never deadlock, and until the commit: a unit that is about to move waits for it,
    -- and who waited for the move sees the row as it is now, not as it was when the statement began.
    select p.owner, p.owner_generation from millrace.group_partitions p
    where p.group_id = w.group_id and p.partition_id = w.partition_id
    for no key update
  ) g on true
),
written as (
  insert into ${table} (id, next_offset, committed_at, group_id, partition_id, log_epoch, metadata)
  select nextval('millrace.committed_offset_ids'), j.next_offset, (select millrace.now()), j.group_id, j.partition_id, j.log_epoch, j.metadata
  from (
    select * from judged where call not in (select r.call from judged r where not r.accepted)
    -- Of two calls for one partition the later has the higher id.
    order by group_id, partition_id, n
  ) j
)
${last}`;
}

/** What `commitOffsets` takes, column by column; the n-th row is the n-th element of each. */
export interface CommitColumns {
  readonly calls: number[];
  readonly groupIds: number[];
  readonly partitionIds: number[];
  readonly members: string[];
  readonly generations: number[];
  readonly nextOffsets: number[];
  readonly logEpochs: number[];
  readonly metadata: (string | null)[];
  readonly commits: PartitionCommit[];
  hasMetadata: boolean;
}

export function commitColumns(requests: readonly CommitRequest[]): CommitColumns {
  const columns: CommitColumns = {
    calls: [],
    groupIds: [],
    partitionIds: [],
    members: [],
    generations: [],
    nextOffsets: [],
    logEpochs: [],
    metadata: [],
    commits: [],
    hasMetadata: false,
  };
  for (const [call, { groupId, memberId, partitions }] of requests.entries()) {
    for (const commit of partitions) {
      columns.calls.push(call);
      columns.groupIds.push(groupId);
      columns.partitionIds.push(commit.partitionId);
      columns.members.push(memberId);
      columns.generations.push(commit.generation);
      columns.nextOffsets.push(commit.nextOffset);
      columns.logEpochs.push(commit.logEpoch);
      columns.metadata.push(commit.metadata);
      columns.commits.push(commit);
      if (commit.metadata !== null) columns.hasMetadata = true;
    }
  }
  return columns;
}

/** Binds `commitOffsets`, or the other, to a portal; nothing runs yet, so no lock is held while the rows travel. */
export function bindCommitOffsets(
  writer: PipelineWriter,
  portal: string,
  statement: PreparedStatement,
  columns: CommitColumns,
): void {
  writer.bind(portal, statement, 8);
  writer.int4Array(columns.calls);
  writer.int4Array(columns.groupIds);
  writer.int4Array(columns.partitionIds);
  writer.binary(encodeUuids(columns.members));
  writer.int4Array(columns.generations);
  writer.binary(encodeInt8Array(columns.nextOffsets));
  writer.int4Array(columns.logEpochs);
  if (columns.hasMetadata) writer.binary(encodeTexts(columns.metadata));
  else writer.null();
}

function encodeUuids(ids: readonly string[]): Buffer {
  const array = new ByteArrayBuilder(ids.length * 20 + 20);
  let last = '';
  let bytes = Buffer.alloc(0);
  for (const id of ids) {
    // A member's rows come one after another.
    if (id !== last) bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
    last = id;
    array.push(bytes);
  }
  return array.finish(elementType.uuid);
}

function encodeTexts(texts: readonly (string | null)[]): Buffer {
  const array = new ByteArrayBuilder();
  for (const text of texts) {
    if (text === null) array.push(null);
    else array.pushText(text);
  }
  return array.finish(elementType.text);
}
