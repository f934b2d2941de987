import { type Clock, MillraceError, type Timer } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { EngineLimits } from '../limits.ts';
import { rideOut } from '../tail/ride-out.ts';
import { TransactionSession } from './transaction-session.ts';
import { lockingWaits, sessionSettings } from './transaction-statements.ts';

export interface TransactionSessionsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly limits: Pick<EngineLimits, 'transactionSessions' | 'deliveryTimeoutMs'>;
}

/** A session that nobody needs for so long is ended. */
const idleMs = 30_000;
/** What a session that is given back may take to be as new. */
const cleanUpMs = 5_000;

interface Idle {
  readonly session: TransactionSession;
  readonly timer: Timer;
}

/** The sessions of a node's transactions: made when they are needed, `transactionSessions` at most; who comes later waits in order. */
export class TransactionSessions {
  readonly #options: TransactionSessionsOptions;
  readonly #waiting: ((session: TransactionSession | undefined) => void)[] = [];
  /** The one that was used last is used next. */
  #idle: Idle[] = [];
  /** Those that there are, and those that are being made. */
  #count = 0;
  readonly #givingBack = new Set<Promise<void>>();
  #closed = false;

  constructor(options: TransactionSessionsOptions) {
    this.#options = options;
  }

  /** Rejects with the signal's reason while it waits for one. POSTGRES_UNAVAILABLE when none can be made for `deliveryTimeoutMs`. */
  async take(signal: AbortSignal): Promise<TransactionSession> {
    signal.throwIfAborted();
    const idle = this.#takeIdle();
    if (idle) return idle;
    if (this.#count < this.#options.limits.transactionSessions) {
      this.#count += 1;
      return this.#open(signal);
    }
    const session = await this.#wait(signal);
    return session ?? this.#open(signal);
  }

  /** Takes one back, behind the end of its transaction. */
  giveBack(session: TransactionSession): void {
    const done = this.#cleanUp(session).then(() => this.#return(session));
    this.#givingBack.add(done);
    void done.finally(() => this.#givingBack.delete(done));
  }

  /** All have been given back by now. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#givingBack);
    for (const { session, timer } of this.#idle.splice(0)) {
      timer.cancel();
      await session.client.end().catch(() => undefined);
    }
  }

  #takeIdle(): TransactionSession | undefined {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      idle.timer.cancel();
      if (!idle.session.lost) return idle.session;
      void idle.session.client.end().catch(() => undefined);
      this.#count -= 1;
    }
    return undefined;
  }

  /** undefined: there is room for another one, which is counted already. */
  #wait(signal: AbortSignal): Promise<TransactionSession | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (session: TransactionSession | undefined) => {
        signal.removeEventListener('abort', aborted);
        resolve(session);
      };
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(settle), 1);
        reject(signal.reason);
      };
      this.#waiting.push(settle);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  async #open(signal: AbortSignal): Promise<TransactionSession> {
    const { database, clock, limits } = this.#options;
    try {
      return await rideOut({ clock, limitMs: limits.deliveryTimeoutMs, signal }, async () => {
        signal.throwIfAborted();
        const client = await database.connect(sessionSettings(database.serverVersion));
        return new TransactionSession(client, lockingWaits.idle);
      });
    } catch (error) {
      this.#gone();
      throw error;
    }
  }

  /** There is room for another session. */
  #gone(): void {
    const next = this.#waiting.shift();
    if (next) next(undefined);
    else this.#count -= 1;
  }

  async #cleanUp(session: TransactionSession): Promise<void> {
    const watchdog = this.#options.clock.schedule(cleanUpMs, () =>
      session.destroy(new MillraceError('POSTGRES_UNAVAILABLE', 'The server gave no answer.')),
    );
    await session.cleanUp();
    watchdog.cancel();
  }

  #return(session: TransactionSession): void {
    if (session.lost || this.#closed) {
      void session.client.end().catch(() => undefined);
      this.#gone();
      return;
    }
    const next = this.#waiting.shift();
    if (next) {
      next(session);
      return;
    }
    const timer = this.#options.clock.schedule(idleMs, () => {
      this.#idle = this.#idle.filter((idle) => idle.session !== session);
      this.#count -= 1;
      void session.client.end().catch(() => undefined);
    });
    this.#idle.push({ session, timer });
  }
}
