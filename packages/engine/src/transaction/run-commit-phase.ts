import type { PipelineWriter, PreparedStatement, StatementResult } from '@millrace/database';
import type { AppendIn } from '../append/append-in.ts';
import { begin, commit } from '../append/append-statements.ts';
import { assertCommitted } from '../append/run-flush.ts';
import {
  assertOffsetTableOpen,
  bindCommitOffsets,
  type CommitColumns,
  commitOffsetsOrFail,
} from '../commit/commit-statement.ts';
import type { Producer } from '../producer/producer.ts';
import type { DeferredStatement } from './transaction.ts';
import { runInsertKey } from './transaction-keys.ts';
import type { TransactionSession } from './transaction-session.ts';
import {
  assertProducer,
  assertTransaction,
  contendedWaits,
  limitWaits,
  lockingWaits,
  runWithText,
  savepoint,
} from './transaction-statements.ts';

/** What a transaction does in its last round trip. */
export interface CommitPhase {
  /** What the transaction is named, where the caller's statements have begun it; else it begins here. */
  readonly name: string | undefined;
  readonly serverVersion: number;
  readonly append: AppendIn;
  readonly deferred: readonly DeferredStatement[];
  readonly commits: CommitColumns;
  readonly producer: Producer | undefined;
  readonly idempotencyKey: string | undefined;
  /** The open table of committed offsets, as it was last seen. */
  readonly offsetTableId: number;
  /** Whether somebody holds what it needs, as an attempt before has shown. */
  readonly contended: boolean;
}

/**
 * Appends, commits offsets and commits, in one pipeline: no lock is held while this process works, and none of partitions
 * before. The order of locks is that of L5: topics, partitions, the producer, then the table of committed offsets and
 * ownership rows.
 */
export async function runCommitPhase(session: TransactionSession, phase: CommitPhase): Promise<void> {
  const { append, deferred, commits, offsetTableId, producer, idempotencyKey } = phase;
  const hasCommits = commits.commits.length > 0;
  let before = 0;
  let behind = 0;
  const results = await session.run((writer) => {
    beginPhase(writer, phase);
    for (const statement of deferred) runDeferred(writer, session.deferredStatement(statement.sql), statement);
    append.bind(writer);
    if (hasCommits) bindCommitOffsets(writer, 'commits', commitOffsetsOrFail(offsetTableId), commits);
    // May wait for another one with the same key, so it comes before the locks that others wait for.
    if (idempotencyKey !== undefined) runInsertKey(writer, idempotencyKey);
    before = writer.executed;
    append.run(writer);
    behind = writer.executed;
    if (producer) {
      writer.bind('', assertProducer, 2);
      writer.int4(producer.id);
      writer.int4(producer.epoch);
      writer.execute('');
    }
    if (hasCommits) {
      writer.bind('', assertOffsetTableOpen, 1);
      writer.int4(offsetTableId);
      writer.execute('');
      writer.execute('commits');
    }
    writer.run(commit);
  });
  assertCommitted(results);
  append.place(results.slice(before, behind) as StatementResult[]);
}

function runDeferred(writer: PipelineWriter, prepared: PreparedStatement, { parameters }: DeferredStatement): void {
  writer.bind('', prepared, parameters.length);
  for (const parameter of parameters) {
    if (parameter === null) writer.null();
    else if (typeof parameter === 'number') writer.int8(parameter);
    else writer.binary(parameter);
  }
  writer.execute('');
}

/** A savepoint, or the begin; and how long it may wait for locks, and others for it. */
function beginPhase(writer: PipelineWriter, { name, serverVersion, contended }: CommitPhase): void {
  if (name === undefined) {
    writer.run(begin);
    // Else the session's own do.
    if (contended) limitWaits(writer, serverVersion, contendedWaits);
    return;
  }
  runWithText(writer, assertTransaction, name);
  writer.run(savepoint);
  limitWaits(writer, serverVersion, contended ? contendedWaits : lockingWaits);
}
