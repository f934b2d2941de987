import { translatePostgresError } from '@millrace/database';
import type { RoutedCall } from '../append/append-call.ts';
import { isAnswer } from '../append/append-failure.ts';
import { AppendIn } from '../append/append-in.ts';
import { moveCall, reloadTopics } from '../append/reload-topics.ts';
import { type CommitColumns, commitColumns, commitOffsetsOrFail } from '../commit/commit-statement.ts';
import type { AppendResult } from '../engine.ts';
import type { Producer } from '../producer/producer.ts';
import type { TopicState } from '../topic/topic-state.ts';
import { runCommitPhase } from './run-commit-phase.ts';
import type { SqlTransaction } from './sql-transaction.ts';
import type { TransactionBuffer } from './transaction-buffer.ts';
import { logEpochPending, transactionBusy, transactionLost, transactionTimeout } from './transaction-errors.ts';
import { type TransactionFailure, transactionFailure } from './transaction-failure.ts';
import type { TransactionParts } from './transaction-parts.ts';
import type { TransactionSession } from './transaction-session.ts';

/** How long it waits for what somebody holds before it tries again. Nothing is locked then. */
const contendedRetryMs = 100;

/** Failures behind which the session is of no use. */
const spoilsSession: ReadonlySet<TransactionFailure['kind']> = new Set(['lost', 'ended', 'pending']);

/** What a transaction's caller chose. */
export interface RunningOptions {
  readonly timeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly producer: Producer | undefined;
  readonly idempotencyKey: string | undefined;
}

export interface CommitAttemptsOptions extends RunningOptions {
  readonly parts: TransactionParts;
  readonly buffer: TransactionBuffer;
  /** Where the caller's statements have run, if any have. */
  readonly sql: SqlTransaction;
  /** Ends it between two attempts. */
  readonly signal: AbortSignal;
}

/** The end of a transaction: its last round trip, again for as long as nothing but others is in its way. */
export class CommitAttempts {
  readonly #options: CommitAttemptsOptions;
  readonly #calls: readonly RoutedCall[];
  readonly #commits: CommitColumns;
  /** The rows, encoded for the topics as they were last seen. */
  #append: AppendIn | undefined;
  /** What was met before, while it is others that are in the way. */
  #held: unknown;

  constructor(options: CommitAttemptsOptions) {
    this.#options = options;
    const { buffer } = options;
    this.#calls = buffer.calls();
    this.#commits = commitColumns(buffer.commits.map(({ request }) => request));
  }

  /** Resolves once it is committed. */
  async run(): Promise<readonly AppendResult[]> {
    const { sql, idempotencyKey } = this.#options;
    const { deferred } = this.#options.buffer;
    const isAsked = this.#calls.length > 0 || this.#commits.commits.length > 0 || deferred.length > 0;
    if (!isAsked && !sql.hasBegun && idempotencyKey === undefined) return [];
    for (;;) {
      this.#throwIfInterrupted();
      const results = await this.#attempt();
      if (results) return results;
    }
  }

  /** undefined: again. */
  async #attempt(): Promise<readonly AppendResult[] | undefined> {
    const { parts, sql } = this.#options;
    const session = sql.hasBegun ? await sql.session() : await parts.sessions.take(this.#options.signal);
    let tableId = 0;
    let isSent = false;
    try {
      if (this.#commits.commits.length > 0) tableId = await this.#answered(session, parts.offsetTable.find(session));
      const append = this.#encoded();
      session.usedSegments(this.#calls.map(({ topic }) => topic));
      isSent = true;
      await this.#answered(session, this.#send(session, append, tableId));
      parts.onCommitted(append.appends);
      return append.results();
    } catch (error) {
      const failure = this.#failureOf(error, isSent);
      // One that is read-only stays so where another server has taken over.
      if (spoilsSession.has(failure.kind) || isAnswer(error)) session.giveUp(error);
      await this.#back(session, failure, error, isSent);
      if (failure.kind === 'moved') await this.#moved(session, tableId, error);
      this.#held = failure.kind === 'held' ? error : undefined;
    } finally {
      if (!sql.hasBegun) parts.sessions.giveBack(session);
    }
    if (this.#held) await parts.clock.sleep(contendedRetryMs, this.#options.signal).catch(() => undefined);
    return undefined;
  }

  #encoded(): AppendIn {
    if (this.#append) return this.#append;
    this.#agreeOnTopics();
    this.#append = new AppendIn(this.#calls, this.#options.parts.limits);
    return this.#append;
  }

  #failureOf(error: unknown, isSent: boolean): TransactionFailure {
    const { sql, idempotencyKey } = this.#options;
    const failure = transactionFailure(error, this.#commits, idempotencyKey);
    if (isSent || failure.kind !== 'lost') return failure;
    // Nothing of the commit was on its way.
    return sql.hasBegun ? { kind: 'lost', error: transactionLost(error) } : { kind: 'ended' };
  }

  #send(session: TransactionSession, append: AppendIn, offsetTableId: number): Promise<void> {
    const { parts, sql, producer, idempotencyKey } = this.#options;
    return runCommitPhase(session, {
      name: sql.hasBegun ? sql.name : undefined,
      serverVersion: parts.serverVersion,
      append,
      deferred: this.#options.buffer.deferred,
      commits: this.#commits,
      producer,
      idempotencyKey,
      offsetTableId,
      contended: this.#held !== undefined,
    });
  }

  /** A server that stands still gives no answer at all, ever: then the connection is given up. */
  #answered<T>(session: TransactionSession, sent: Promise<T>): Promise<T> {
    const { clock, limits } = this.#options.parts;
    const watchdog = clock.schedule(limits.deliveryTimeoutMs, () => session.destroy(new Error('No answer')));
    return sent.finally(() => watchdog.cancel());
  }

  /** Makes the session ready for another attempt; throws what there is no other attempt for. */
  async #back(
    session: TransactionSession,
    failure: TransactionFailure,
    error: unknown,
    isSent: boolean,
  ): Promise<void> {
    const { parts, sql, timeoutMs } = this.#options;
    if (failure.kind !== 'moved') parts.logger.warn({ failure: failure.kind, error }, 'A transaction could not commit');
    if (!sql.hasBegun && !session.lost) await session.rollback();
    if (failure.kind === 'lost' || failure.kind === 'refused') throw failure.error;
    if (!sql.hasBegun) return;
    // What the caller's statements did is gone, and only the caller can do it again.
    if (failure.kind === 'ended') throw sql.timedOut(error) ?? transactionTimeout(timeoutMs, error);
    if (failure.kind === 'pending') throw logEpochPending(error);
    // What failed before anything was sent has no savepoint: nothing happened in the session.
    if (isSent) await sql.back(session);
  }

  /** Looks at topics and the table of offsets anew. If nothing has changed it would fail with the same for ever. */
  async #moved(session: TransactionSession, tableId: number, error: unknown): Promise<void> {
    const { parts } = this.#options;
    this.#append = undefined;
    const { current, changed } = await reloadTopics(this.#calls, parts.reloadTopic);
    for (const topic of changed) session.forgetSegment(topic);
    for (const call of this.#calls) {
      const refusal = moveCall(call, current.get(call.topic.id) ?? null);
      if (refusal) throw refusal;
    }
    let tableChanged = false;
    if (tableId > 0) {
      parts.offsetTable.forget(tableId);
      tableChanged = (await this.#findTable(session)) !== tableId;
      if (tableChanged) session.forget(commitOffsetsOrFail(tableId).name);
    }
    if (changed.length === 0 && !tableChanged) throw error;
  }

  async #findTable(session: TransactionSession): Promise<number> {
    try {
      return await this.#answered(session, this.#options.parts.offsetTable.find(session));
    } catch (error) {
      throw translatePostgresError(error);
    }
  }

  /** A topic may have been looked up before and behind a change: one state of it for all calls, the newest. */
  #agreeOnTopics(): void {
    const newest = new Map<number, TopicState>();
    const isNewer = (a: TopicState, b: TopicState) =>
      a.segmentId === b.segmentId ? a.partitions.length > b.partitions.length : a.segmentId > b.segmentId;
    for (const { topic } of this.#calls) {
      const known = newest.get(topic.id);
      if (!known || isNewer(topic, known)) newest.set(topic.id, topic);
    }
    for (const call of this.#calls) call.topic = newest.get(call.topic.id) as TopicState;
  }

  #throwIfInterrupted(): void {
    const { signal, timeoutMs } = this.#options;
    if (!signal.aborted) return;
    throw this.#held === undefined ? signal.reason : transactionBusy(timeoutMs, this.#held);
  }
}
