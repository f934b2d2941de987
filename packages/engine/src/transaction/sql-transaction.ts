import { randomUUID } from 'node:crypto';
import { isMillraceError, type MillraceError } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';
import type pg from 'pg';
import { begin } from '../append/append-statements.ts';
import {
  endedBySql,
  transactionIdle,
  transactionLost,
  transactionTimeout,
  usedAfterEnd,
} from './transaction-errors.ts';
import type { TransactionParts } from './transaction-parts.ts';
import type { TransactionSession } from './transaction-session.ts';
import {
  betweenAttemptsMs,
  callersWaits,
  limitWaits,
  nameTransaction,
  rollbackToSavepoint,
  runWithText,
} from './transaction-statements.ts';

/** What a rollback may take before its connection is cut. */
const rollbackMs = 5_000;
/** no_active_sql_transaction, invalid_savepoint_specification: the commit itself has failed, as by a deferred constraint that waited for a lock. */
const overByNow = new Set(['25P01', '3B001']);
const failedInCommit = 'The transaction failed in its commit, and nothing of it is there: do it again.';
/** With what the server ends a transaction that stands still for too long, and one that takes too long. */
const [idleTooLong, tookTooLong] = ['25P03', '25P04'];

export type SqlTransactionLimits = Parameters<typeof callersWaits>[0];

/** The session of a transaction in which the caller's own statements run: taken and begun with the first of them. */
export class SqlTransaction {
  /** Goes with the transaction, so that it tells whether it is still the same. */
  readonly name = randomUUID();
  readonly #parts: TransactionParts;
  readonly #limits: SqlTransactionLimits;
  readonly #signal: AbortSignal;
  /** How long the server waits for its next statement. */
  #idleTimeoutMs: number;
  #beginning: Promise<TransactionSession> | undefined;
  #session: TransactionSession | undefined;
  /** Whether the transaction has ended; a session that is got later is given back. */
  #isOver = false;

  constructor(parts: TransactionParts, limits: SqlTransactionLimits, signal: AbortSignal) {
    this.#parts = parts;
    this.#limits = limits;
    this.#idleTimeoutMs = limits.idleTimeoutMs;
    this.#signal = signal;
  }

  get hasBegun(): boolean {
    return this.#beginning !== undefined;
  }

  async query(sql: string, parameters: readonly unknown[] | undefined): Promise<pg.QueryResult> {
    this.#beginning ??= this.#begin();
    const session = await this.#beginning;
    try {
      return await session.query(sql, parameters);
    } catch (error) {
      throw this.#lostBy(session, error) ?? error;
    }
  }

  /** The session, in the transaction still. Rejects with why there is none any more: nothing of it is there then. */
  async session(): Promise<TransactionSession> {
    const session = (await this.#beginning) as TransactionSession;
    if (session.lost) throw this.#lostBy(session, session.lost.cause);
    return session;
  }

  /** Breaks it off in whatever statement it is: the server rolls back. Not while its commit may be on its way. */
  cut(reason: unknown): void {
    this.#session?.destroy(reason);
  }

  /** Back to where the append began. Rejects when there is no way back: the transaction is over, and nothing of it is there. */
  async back(session: TransactionSession): Promise<void> {
    this.#idleTimeoutMs = Math.max(betweenAttemptsMs, this.#idleTimeoutMs);
    const wait = `set local idle_in_transaction_session_timeout = ${this.#idleTimeoutMs}`;
    try {
      await session.client.query(`${rollbackToSavepoint}; ${wait}`);
    } catch (error) {
      const lost = this.#lostBy(session, error);
      if (lost) throw lost;
      if (overByNow.has(sqlState(error) ?? '')) throw endedBySql(failedInCommit, error);
      throw translatePostgresError(error);
    }
  }

  /** What the caller is told where the server ended it for its time. */
  timedOut(cause: unknown): MillraceError | undefined {
    const state = sqlState(cause);
    if (state === idleTooLong) return transactionIdle(this.#idleTimeoutMs, cause);
    if (state === tookTooLong) return transactionTimeout(this.#limits.timeoutMs, cause);
    return undefined;
  }

  /** Ends it, committed or not, and gives the session back. */
  async end({ committed }: { readonly committed: boolean }): Promise<void> {
    this.#isOver = true;
    const session = this.#session;
    if (!session) return;
    this.#session = undefined;
    if (!committed && !session.lost) {
      const watchdog = this.#parts.clock.schedule(rollbackMs, () =>
        session.destroy(new Error('No answer to rollback')),
      );
      await session.rollback();
      watchdog.cancel();
    }
    this.#parts.sessions.giveBack(session);
  }

  async #begin(): Promise<TransactionSession> {
    const { sessions, serverVersion } = this.#parts;
    for (;;) {
      const session = await sessions.take(this.#signal);
      try {
        await session.run((writer) => {
          writer.run(begin);
          runWithText(writer, nameTransaction, this.name);
          limitWaits(writer, serverVersion, callersWaits(this.#limits));
        });
      } catch (error) {
        const translated = translatePostgresError(error);
        session.giveUp(error);
        sessions.giveBack(session);
        // One that was lost while nobody used it: nothing has happened yet.
        if (isMillraceError(translated, 'POSTGRES_UNAVAILABLE') && translated.retriable) continue;
        throw translated;
      }
      this.#session = session;
      if (!this.#signal.aborted && !this.#isOver) return session;
      // It ended while its begin was on its way.
      await this.end({ committed: false });
      throw this.#signal.reason ?? usedAfterEnd('query');
    }
  }

  /** What the caller is told when the session is gone; undefined: it is not. */
  #lostBy(session: TransactionSession, error: unknown): unknown {
    if (this.#signal.aborted) return this.#signal.reason;
    const cause = session.lost?.cause ?? error;
    const timedOut = this.timedOut(cause);
    if (timedOut) return timedOut;
    if (session.lost || isMillraceError(translatePostgresError(error), 'POSTGRES_UNAVAILABLE')) {
      session.giveUp(error);
      return transactionLost(cause);
    }
    return undefined;
  }
}
