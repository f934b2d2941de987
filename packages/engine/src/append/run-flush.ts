import { MillraceError } from '@millrace/core';
import {
  type PipelineSession,
  type PipelineWriter,
  type PreparedStatement,
  type StatementResult,
  sqlState,
} from '@millrace/database';
import type { EngineLimits } from '../limits.ts';
import { tryLockProducers, tryLockProducerTopics } from '../producer/producer-locks.ts';
import type { ProducerRun } from '../producer/producer-runs.ts';
import type { OpenProducerTables } from '../producer/producer-tables.ts';
import type { AppendCall, CallSequence } from './append-call.ts';
import { OutOfSequence } from './append-failure.ts';
import { runLock, tryLockPartitions, tryLockTopics } from './append-locks.ts';
import { type BoundInserts, begin, bindInserts, commit, placeRows } from './append-statements.ts';
import { Flush } from './flush.ts';
import type { PartitionAppend } from './partition-append.ts';

/** Ascending, each once: the order in which locks are taken. */
export function sorted(ids: Iterable<number>): number[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

/** Runs a statement whose parameters are arrays of integers. */
function runWithArrays(writer: PipelineWriter, statement: PreparedStatement, ...arrays: (readonly number[])[]): void {
  writer.bind('', statement, arrays.length);
  for (const ids of arrays) writer.int4Array(ids);
  writer.execute('');
}

/** Executes what `bindInserts` bound. */
export function executeInserts(writer: PipelineWriter, { portals }: BoundInserts): void {
  for (const portal of portals) writer.execute(portal);
}

/** In a pipeline `commit` succeeds with the tag ROLLBACK after a failed statement: only COMMIT is an acknowledgement. */
export function assertCommitted(results: readonly StatementResult[]): void {
  const tag = results.at(-1)?.tag;
  if (tag !== 'COMMIT') throw new MillraceError('INTERNAL', `The append ended with ${tag ?? 'no answer'}, not COMMIT.`);
}

/** The locks of calls with a producer, each in order: the table's (0) and the producers', the producers' topics'. */
function producerLocks(sequences: readonly CallSequence[]): readonly [producerIds: number[], topicKeys: number[]] {
  return [sorted([0, ...sequences.map(({ id }) => id)]), sorted(sequences.map(({ lockKey }) => lockKey))];
}

/** MR012 names the runs by their numbers. */
function withCalls(error: unknown, runs: readonly ProducerRun[]): unknown {
  if (sqlState(error) !== 'MR012') return error;
  const numbers = String((error as { detail?: string }).detail).split(',');
  return new OutOfSequence(new Set(numbers.flatMap((number) => runs[Number(number)]?.calls ?? [])), error);
}

/**
 * Appends a flush in one transaction and one round trip. The rows' bytes are bound before the locks are taken, so that no
 * lock is held while they travel: what follows them is a few hundred bytes that Postgres runs without waiting for this process.
 * `tables`: for calls with a producer.
 */
export async function runFlush(
  session: PipelineSession,
  flush: Flush,
  tables: () => OpenProducerTables,
): Promise<readonly PartitionAppend[]> {
  const appends = flush.close();
  const runs = flush.runs.sorted();
  const calls = runs.length > 0 ? { tables: tables(), runs } : undefined;
  const topicIds = sorted(appends.map((append) => append.topic.id));
  const partitionIds = appends.map((append) => append.partition.id);
  let bound: BoundInserts | undefined;
  const results = await session
    .run((writer) => {
      writer.run(begin);
      bound = bindInserts(writer, appends, calls);
      runLock(writer, topicIds, partitionIds, ...(calls ? producerLocks(runs.map(({ first }) => first)) : []));
      executeInserts(writer, bound);
      writer.run(commit);
    })
    .catch((error) => {
      throw withCalls(error, runs);
    });
  assertCommitted(results);
  placeRows((bound as BoundInserts).rows, results.slice(2, 2 + (bound as BoundInserts).inserts));
  return appends;
}

/** What can be appended without waiting: its locks are held, in a transaction that is open. */
export interface FreeFlush {
  readonly flush: Flush;
  /** Those that touch a partition or a producer somebody else holds, or stand behind such a one; in order. */
  readonly waiting: readonly AppendCall[];
  /** Whether somebody else holds anything that was asked for. */
  readonly held: boolean;
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

const isLocked = ([, had]: StatementResult['rows'][number]) => had === 't';

/** Ids of a try-lock's rows that were locked. */
function locked(result: StatementResult | undefined): Set<number> {
  return new Set((result?.rows ?? []).filter(isLocked).map(([id]) => Number(id)));
}

type Locked = [topics: Set<number>, partitions: Set<number>, producers: Set<number>, topicKeys: Set<number>];

/** Whether what a call's sequence is judged by was locked. */
function holdsProducer({ sequenced }: AppendCall, producers: Set<number>, topicKeys: Set<number>): boolean {
  return !sequenced || (producers.has(0) && producers.has(sequenced.id) && topicKeys.has(sequenced.lockKey));
}

/**
 * The same with locks that are tried instead of waited for: finds the calls whose partitions are free and leaves the others, and
 * `runFreeFlush` appends them. Two round trips, so that it is for the time after a lock timeout only.
 */
export async function lockFreeFlush(
  session: PipelineSession,
  calls: readonly AppendCall[],
  limits: EngineLimits,
): Promise<FreeFlush> {
  const topicIds = sorted(calls.map((call) => call.topic.id));
  const wanted = lockable(calls, limits.maxFlushPartitions);
  const sequences = calls.flatMap(({ sequenced }) => sequenced ?? []).slice(0, limits.maxFlushProducers);
  const [, ...tried] = await session.run((writer) => {
    writer.run(begin);
    runWithArrays(writer, tryLockTopics, topicIds);
    runWithArrays(writer, tryLockPartitions, wanted);
    if (sequences.length === 0) return;
    const [producerIds, keys] = producerLocks(sequences);
    runWithArrays(writer, tryLockProducers, producerIds);
    runWithArrays(writer, tryLockProducerTopics, keys);
  });
  const [lockedTopics, lockedPartitions, lockedProducers, lockedKeys] = [0, 1, 2, 3].map((i) =>
    locked(tried[i]),
  ) as Locked;
  const flush = new Flush(limits);
  const waiting: AppendCall[] = [];
  const blocked = new Set<number>();
  for (const call of calls) {
    const ids = partitionIds(call);
    const free =
      lockedTopics.has(call.topic.id) &&
      ids.every((id) => lockedPartitions.has(id) && !blocked.has(id)) &&
      holdsProducer(call, lockedProducers, lockedKeys);
    if (free && flush.takes(call)) {
      flush.add(call);
    } else {
      // Calls behind it must not overtake it in any of its partitions, nor those of its producer in their sequence.
      for (const id of ids) blocked.add(id);
      if (call.sequenced) lockedKeys.delete(call.sequenced.lockKey);
      waiting.push(call);
    }
  }
  return { flush, waiting, held: !tried.every(({ rows }) => rows.every(isLocked)) };
}

/** Appends what `lockFreeFlush` found. */
export async function runFreeFlush(
  session: PipelineSession,
  flush: Flush,
  tables: () => OpenProducerTables,
): Promise<readonly PartitionAppend[]> {
  const appends = flush.close();
  const runs = flush.runs.sorted();
  const inserted = runs.length > 0 ? { tables: tables(), runs } : undefined;
  let bound: BoundInserts | undefined;
  const results = await session
    .run((writer) => {
      bound = bindInserts(writer, appends, inserted);
      executeInserts(writer, bound);
      writer.run(commit);
    })
    .catch((error) => {
      throw withCalls(error, runs);
    });
  assertCommitted(results);
  placeRows((bound as BoundInserts).rows, results.slice(0, (bound as BoundInserts).inserts));
  return appends;
}
