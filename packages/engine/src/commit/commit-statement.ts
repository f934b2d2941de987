import type { PipelineWriter, PreparedStatement } from '@millrace/database';
import { ByteArrayBuilder, elementType, encodeInt8Array } from '../record/array-encoding.ts';
import type { CommitRequest, PartitionCommit } from './offset-committer.ts';

/**
 * Fences and inserts in one statement, under locks that last until the end of the transaction; gives the rows that calls were
 * refused for. $1 number of the call, $2 group, $3 partition, $4 member, $5 generation, $6 next offset, $7 log epoch,
 * $8 metadata or null.
 */
export const commitOffsets: PreparedStatement = {
  name: 'commit_offsets',
  text: `select refused_row, owner, owner_generation
from millrace.commit_offsets($1::integer[], $2::integer[], $3::integer[], $4::uuid[], $5::integer[], $6::bigint[], $7::integer[], $8::text[])`,
};

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

/** Binds `commitOffsets` and executes it. */
export function runCommitOffsets(writer: PipelineWriter, columns: CommitColumns): void {
  writer.bind('', commitOffsets, 8);
  writer.int4Array(columns.calls);
  writer.int4Array(columns.groupIds);
  writer.int4Array(columns.partitionIds);
  writer.binary(encodeUuids(columns.members));
  writer.int4Array(columns.generations);
  writer.binary(encodeInt8Array(columns.nextOffsets));
  writer.int4Array(columns.logEpochs);
  if (columns.hasMetadata) writer.binary(encodeTexts(columns.metadata));
  else writer.null();
  writer.execute('');
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
