import { type Clock, type Logger, MillraceError } from '@millrace/core';
import type { Database, PipelineSession } from '@millrace/database';
import type { ClientBase } from 'pg';
import { Gathering } from '../append/gathering.ts';
import { LaneConnection } from '../append/lane-connection.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import { checkCommit } from './check-commit.ts';
import type { CommitCall } from './commit-call.ts';
import { commitFailure, commitUnavailable, ownershipBusy } from './commit-failure.ts';
import { commitInTransaction, type OffsetToOverwrite, overwriteInTransaction } from './commit-in.ts';
import { commitOffsets } from './commit-statement.ts';
import { readCommittedOffsets } from './committed-offsets.ts';
import type { CommitRequest, CommittedOffset, OffsetCommitter } from './offset-committer.ts';
import { ParkedCommits } from './parked-commits.ts';
import { type CommittedCalls, findOpenTable, runCommit, runContendedCommit } from './run-commit.ts';

export interface CommitLaneOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'deliveryTimeoutMs' | 'maxPartitionsPerCommit' | 'maxQueuedCommits'>;
  readonly observer: Pick<EngineObserver, 'committed' | 'commitLatency'>;
  /** Told of every flush: how many partitions' offsets were inserted. */
  readonly onCommitted?: (partitions: number) => void;
}

/** Partitions of one transaction, unless a single call has more: its locks are held while it works. */
const maxFlushPartitions = 10_000;
/** How long calls wait for a row that somebody holds before it is tried again. */
const contendedRetryMs = 50;

const partitionsOf = (calls: readonly CommitCall[]) =>
  calls.reduce((sum, call) => sum + call.request.partitions.length, 0);

/**
 * Group commit of offsets over one connection: while a transaction is on its way, commits queue, and the next takes all that
 * wait. Every call is fenced by itself. See docs/specs/consumer-group.md, G10 to G15.
 */
export class CommitLane implements OffsetCommitter {
  readonly #options: CommitLaneOptions;
  readonly #connection: LaneConnection;
  readonly #gathering: Gathering;
  /** In order. */
  #queue: CommitCall[] = [];
  readonly #parked = new ParkedCommits();
  /** When the parked ones are tried again; monotonic, ms. */
  #retryAt = 0;
  #waitingPartitions = 0;
  /** The open table as it was last seen; that it was rolled is found out by a flush. */
  #table: number | undefined;
  #rolledTable: number | undefined;
  #running = false;
  #closing = false;
  #idle: (() => void)[] = [];
  #wake: () => void = () => {};

  constructor(options: CommitLaneOptions) {
    this.#options = options;
    this.#connection = new LaneConnection(options.database, options.clock);
    this.#gathering = new Gathering(options.clock);
  }

  async commit(request: CommitRequest): Promise<void> {
    const { limits, clock } = this.#options;
    this.#assertOpen();
    checkCommit(request, limits.maxPartitionsPerCommit);
    const count = request.partitions.length;
    if (count === 0) return;
    if (this.#waitingPartitions > 0 && this.#waitingPartitions + count > limits.maxQueuedCommits) {
      throw new MillraceError(
        'QUEUE_FULL',
        `Offsets of ${this.#waitingPartitions} partitions wait to be committed already. Commit again in a moment, and less often.`,
      );
    }
    this.#waitingPartitions += count;
    await new Promise<void>((resolve, reject) => {
      this.#queue.push({ request, enqueuedAt: clock.monotonic(), resolve, reject });
      this.#wake();
      if (this.#running) return;
      this.#running = true;
      void this.#run();
    });
  }

  async commitIn(client: ClientBase, request: CommitRequest): Promise<void> {
    this.#assertOpen();
    checkCommit(request, this.#options.limits.maxPartitionsPerCommit);
    if (request.partitions.length === 0) return;
    await commitInTransaction(client, request);
    this.#options.onCommitted?.(request.partitions.length);
  }

  committed(groupId: number, partitionIds: readonly number[]): Promise<readonly CommittedOffset[]> {
    return readCommittedOffsets(this.#options.database.pool, groupId, partitionIds);
  }

  overwriteIn(client: ClientBase, groupId: number, offsets: readonly OffsetToOverwrite[]): Promise<void> {
    return overwriteInTransaction(client, groupId, offsets);
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#running) await new Promise<void>((resolve) => this.#idle.push(resolve));
    await this.#connection.close();
  }

  #assertOpen(): void {
    if (!this.#closing) return;
    throw new MillraceError(
      'SHUTTING_DOWN',
      'This node is stopping: what is not committed is read again by the next owner.',
    );
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 || this.#parked.calls.length > 0) {
      if (this.#queue.length === 0) await this.#pause();
      const session = await this.#open();
      if (!session) continue;
      await this.#gathering.wait(() => this.#queue.length);
      if (this.#parked.calls.length > 0 && this.#options.clock.monotonic() >= this.#retryAt) {
        await this.#flushParked(session);
      } else {
        const calls = this.#next();
        if (calls.length > 0) await this.#flush(session, calls);
      }
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Until a call arrives or the parked ones are tried again. */
  #pause(): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const timer = clock.schedule(Math.max(0, this.#retryAt - clock.monotonic()), resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  /** The calls of the next flush, in order; those that must wait behind parked ones are put there. */
  #next(): CommitCall[] {
    const calls: CommitCall[] = [];
    let partitions = 0;
    let seen = 0;
    for (const call of this.#queue) {
      if (this.#parked.blocks(call)) {
        this.#parked.add(call);
      } else {
        partitions += call.request.partitions.length;
        if (calls.length > 0 && partitions > maxFlushPartitions) break;
        calls.push(call);
      }
      seen += 1;
    }
    this.#queue = this.#queue.slice(seen);
    return calls;
  }

  async #flush(session: PipelineSession, calls: readonly CommitCall[]): Promise<void> {
    const { clock } = this.#options;
    const startedAt = clock.monotonic();
    try {
      const table = await this.#answered(session, this.#openTable(session));
      this.#settle(await this.#answered(session, runCommit(session, table, calls)));
      this.#gathering.went(calls.length, clock.monotonic() - startedAt);
    } catch (error) {
      await this.#failed(calls, error, () => {
        for (const call of calls) this.#parked.add(call);
        // At once: only those that touch the rows somebody holds shall wait.
        this.#retryAt = clock.monotonic();
      });
    }
  }

  async #openTable(session: PipelineSession): Promise<number> {
    if (this.#table !== undefined) return this.#table;
    const found = await findOpenTable(session);
    if (found === undefined || found === this.#rolledTable) {
      throw new MillraceError(
        'INTERNAL',
        'The open table of committed offsets is missing: see millrace.offset_tables.',
      );
    }
    this.#table = found;
    return found;
  }

  /** Commits what can be had without waiting; what touches a row that somebody holds stays and is tried again. */
  async #flushParked(session: PipelineSession): Promise<void> {
    const { clock, limits } = this.#options;
    const { calls } = this.#parked;
    const park = (waiting: readonly CommitCall[]) => {
      this.#parked.replace(waiting);
      this.#retryAt = clock.monotonic() + contendedRetryMs;
    };
    try {
      const flushed = await this.#answered(session, runContendedCommit(session, calls, maxFlushPartitions));
      park(flushed.waiting);
      this.#settle(flushed);
    } catch (error) {
      this.#parked.replace([]);
      await this.#failed(calls, error, () => park(calls));
    }
    this.#expire(() => ownershipBusy(limits.deliveryTimeoutMs));
  }

  /** A server that stands still gives no answer at all, ever: then the connection is given up. */
  #answered<T>(session: PipelineSession, flushed: Promise<T>): Promise<T> {
    const { clock, limits } = this.#options;
    const watchdog = clock.schedule(limits.deliveryTimeoutMs, () => session.destroy());
    return flushed.finally(() => watchdog.cancel());
  }

  #rollback(): Promise<void> {
    return this.#connection.rollback(this.#options.limits.deliveryTimeoutMs);
  }

  async #failed(calls: readonly CommitCall[], error: unknown, park: () => void): Promise<void> {
    const failure = commitFailure(error);
    // Rolling is nothing to warn of.
    if (failure.kind !== 'moved')
      this.#options.logger.warn({ failure: failure.kind, error }, 'A flush of commits failed');
    switch (failure.kind) {
      case 'held':
        park();
        await this.#rollback();
        break;
      case 'moved':
        if (this.#table !== undefined) this.#connection.forget(commitOffsets(this.#table).name);
        this.#rolledTable = this.#table;
        this.#table = undefined;
        this.#queue.unshift(...calls);
        await this.#rollback();
        break;
      case 'outage':
        // In front of all others: what they commit is newer.
        this.#queue.unshift(...calls);
        await this.#connection.close();
        this.#expire((waitedMs) => commitUnavailable(waitedMs, failure.error));
        await this.#connection.backOff();
        break;
      case 'refused':
        await this.#rollback();
        this.#reject(calls, () => failure.error);
    }
  }

  #settle({ accepted, refused }: CommittedCalls): void {
    this.#connection.works();
    const { observer, clock, onCommitted } = this.#options;
    const now = clock.monotonic();
    const partitions = partitionsOf(accepted);
    this.#waitingPartitions -= partitions;
    if (partitions > 0) onCommitted?.(partitions);
    for (const call of accepted) {
      observer.committed(call.request.partitions.length);
      observer.commitLatency(now - call.enqueuedAt);
      call.resolve();
    }
    this.#reject([...refused.keys()], (call) => refused.get(call));
  }

  #reject(calls: readonly CommitCall[], error: (call: CommitCall) => unknown): void {
    this.#waitingPartitions -= partitionsOf(calls);
    for (const call of calls) call.reject(error(call));
  }

  /** Fails the calls that waited too long. */
  #expire(error: (waitedMs: number) => MillraceError): void {
    const { clock, limits } = this.#options;
    const oldest = clock.monotonic() - limits.deliveryTimeoutMs;
    const late = (call: CommitCall) => call.enqueuedAt < oldest;
    const expired = [...this.#parked.calls, ...this.#queue].filter(late);
    if (expired.length === 0) return;
    this.#parked.replace(this.#parked.calls.filter((call) => !late(call)));
    this.#queue = this.#queue.filter((call) => !late(call));
    this.#reject(expired, () => error(limits.deliveryTimeoutMs));
  }

  /** A session, or undefined when Postgres cannot be reached now: then calls that waited too long have failed. */
  async #open(): Promise<PipelineSession | undefined> {
    try {
      return await this.#connection.open();
    } catch (error) {
      this.#options.logger.warn({ error }, 'The commit lane cannot reach Postgres');
      this.#expire((waitedMs) => commitUnavailable(waitedMs, error));
      if (this.#queue.length > 0 || this.#parked.calls.length > 0) await this.#connection.backOff();
      return undefined;
    }
  }
}
