import type { PipelineSession, PipelineWriter, StatementResult } from '@millrace/database';
import type { AppendResult } from '../engine.ts';
import { CallResult, type RoutedCall } from './append-call.ts';
import { runLock } from './append-locks.ts';
import { type BoundInserts, bindInserts, placeRows } from './append-statements.ts';
import { Flush, type FlushLimits } from './flush.ts';
import type { PartitionAppend } from './partition-append.ts';
import { executeInserts, sorted } from './run-flush.ts';

/**
 * What a transaction of one of our sessions appends beside its other work: calls of many topics and partitions, all that it
 * appends, because locks are taken in one order (L5). It is a part of a pipeline: `bind`, then `run`, then `place` with what came back.
 *
 * The transaction is READ COMMITTED. It fails like a flush (`appendFailure` says what of): after MR001 or 42P01 nothing of it
 * is there, and it goes again with the topics as they are then (`reloadTopics`), from a savepoint before the append or from
 * its start. Partitions are locked from `run` to the end of the transaction, so run it last, in one pipeline with the commit, on a
 * session with a short lock_timeout.
 */
export class AppendIn {
  readonly #flush: Flush<RoutedCall>;
  /** To be told to local readers and the segment keeper once it is committed. */
  readonly appends: readonly PartitionAppend[];
  #bound: BoundInserts | undefined;

  /** Encodes the rows. All calls of one topic hold the same state of it. */
  constructor(calls: readonly RoutedCall[], limits: FlushLimits) {
    this.#flush = new Flush<RoutedCall>(limits);
    for (const call of calls) this.#flush.add(call);
    this.appends = this.#flush.close();
  }

  /** Sends the rows: nothing runs yet, so no lock is held while they travel. */
  bind(writer: PipelineWriter): void {
    this.#bound = bindInserts(writer, this.appends);
  }

  /** Locks, asserts that the segments are open, inserts. */
  run(writer: PipelineWriter): void {
    if (this.appends.length === 0) return;
    const topicIds = sorted(this.appends.map((append) => append.topic.id));
    const partitionIds = this.appends.map((append) => append.partition.id);
    runLock(writer, topicIds, partitionIds);
    executeInserts(writer, this.#bound as BoundInserts);
  }

  /** Takes note of where the rows are, from the results of `run`. */
  place(results: readonly StatementResult[]): void {
    if (this.appends.length > 0) placeRows((this.#bound as BoundInserts).rows, results.slice(1));
  }

  /** What each call appended, in their order; true only if the transaction commits. */
  results(): AppendResult[] {
    return this.#flush.calls.map((call) => new CallResult(call));
  }
}

export interface AppendedIn {
  /** To be told to local readers and the segment keeper once it is committed. */
  readonly appends: readonly PartitionAppend[];
  /** Of each call, in their order. */
  readonly results: readonly AppendResult[];
}

/** The same as a round trip of its own, for who has to work on what came back before the commit. */
export async function appendIn(
  session: PipelineSession,
  calls: readonly RoutedCall[],
  limits: FlushLimits,
): Promise<AppendedIn> {
  const append = new AppendIn(calls, limits);
  const results = await session.run((writer) => {
    append.bind(writer);
    append.run(writer);
  });
  append.place(results);
  return { appends: append.appends, results: append.results() };
}
