import { MillraceError } from '@millrace/core';
import type { PipelineSession, PipelineWriter, PreparedStatement, StatementResult } from '@millrace/database';
import type { EngineLimits } from '../limits.ts';
import type { AppendCall } from './append-call.ts';
import {
  type BoundInserts,
  begin,
  bindInserts,
  commit,
  lock,
  placeRows,
  tryLockPartitions,
  tryLockTopics,
} from './append-statements.ts';
import { Flush } from './flush.ts';
import type { PartitionAppend } from './partition-append.ts';

/** Ascending, each once: the order in which locks are taken. */
export function sorted(ids: Iterable<number>): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

/** Runs a statement whose parameters are arrays of integers. */
export function runWithArrays(
  writer: PipelineWriter,
  statement: PreparedStatement,
  ...arrays: (readonly number[])[]
): void {
  writer.bind('', statement, arrays.length);
  for (const ids of arrays) writer.int4Array(ids);
  writer.execute('');
}

/** Executes what `bindInserts` bound. */
export function executeInserts(writer: PipelineWriter, { portals }: BoundInserts): void {
  for (let portal = 0; portal < portals; portal++) writer.execute(`r${portal}`);
}

/** In a pipeline `commit` succeeds with the tag ROLLBACK after a failed statement: only COMMIT is an acknowledgement. */
export function assertCommitted(results: readonly StatementResult[]): void {
  const tag = results.at(-1)?.tag;
  if (tag !== 'COMMIT') throw new MillraceError('INTERNAL', `The append ended with ${tag ?? 'no answer'}, not COMMIT.`);
}

/**
 * Appends a flush in one transaction and one round trip. The rows' bytes are bound before the locks are taken, so that no
 * lock is held while they travel: what follows them is a few hundred bytes that Postgres runs without waiting for this process.
 */
export async function runFlush(session: PipelineSession, flush: Flush): Promise<readonly PartitionAppend[]> {
  const appends = flush.close();
  const topicIds = sorted(appends.map((append) => append.topic.id));
  const partitionIds = appends.map((append) => append.partition.id);
  let bound: BoundInserts | undefined;
  const results = await session.run((writer) => {
    writer.run(begin);
    bound = bindInserts(writer, appends);
    runWithArrays(writer, lock, topicIds, partitionIds);
    executeInserts(writer, bound);
    writer.run(commit);
  });
  assertCommitted(results);
  placeRows((bound as BoundInserts).rows, results.slice(2, -1));
  return appends;
}

export interface ContendedFlush {
  readonly appends: readonly PartitionAppend[];
  readonly done: readonly AppendCall[];
  /** Those that touch a partition somebody else holds, or stand behind such a one; in order. */
  readonly waiting: readonly AppendCall[];
}

/** Ids of the partitions a call touches. */
function partitionIds(call: AppendCall): number[] {
  const indexes = typeof call.partitions === 'number' ? [call.partitions] : [...new Set(call.partitions)];
  return indexes.map((index) => call.topic.partitions[index]?.id as number);
}

/** The partitions of the calls in front, whole calls until a flush has as many as it may lock: a wide one has its turn too. */
function lockable(calls: readonly AppendCall[], maxPartitions: number): number[] {
  const ids = new Set<number>();
  for (const call of calls) {
    if (ids.size >= maxPartitions) break;
    for (const id of partitionIds(call)) ids.add(id);
  }
  return sorted(ids);
}

/**
 * The same with locks that are tried instead of waited for: appends the calls whose partitions are free and leaves the
 * others. Two round trips, so that it is for the time after a lock timeout only.
 */
export async function runContendedFlush(
  session: PipelineSession,
  calls: readonly AppendCall[],
  limits: EngineLimits,
): Promise<ContendedFlush> {
  const topicIds = sorted(calls.map((call) => call.topic.id));
  const wanted = lockable(calls, limits.maxFlushPartitions);
  const [, topics, partitions] = await session.run((writer) => {
    writer.run(begin);
    runWithArrays(writer, tryLockTopics, topicIds);
    runWithArrays(writer, tryLockPartitions, wanted);
  });
  const had = (result: StatementResult | undefined) =>
    new Set((result?.rows ?? []).filter(([, locked]) => locked === 't').map(([id]) => Number(id)));
  const lockedTopics = had(topics);
  const lockedPartitions = had(partitions);
  const flush = new Flush(limits);
  const waiting: AppendCall[] = [];
  const blocked = new Set<number>();
  for (const call of calls) {
    const ids = partitionIds(call);
    const free = lockedTopics.has(call.topic.id) && ids.every((id) => lockedPartitions.has(id) && !blocked.has(id));
    if (free && flush.takes(call)) {
      flush.add(call);
    } else {
      // Calls behind it must not overtake it in any of its partitions.
      for (const id of ids) blocked.add(id);
      waiting.push(call);
    }
  }
  const appends = flush.close();
  let bound: BoundInserts | undefined;
  const results = await session.run((writer) => {
    bound = bindInserts(writer, appends);
    executeInserts(writer, bound);
    writer.run(commit);
  });
  assertCommitted(results);
  placeRows((bound as BoundInserts).rows, results.slice(0, -1));
  return { appends, done: flush.calls, waiting };
}
