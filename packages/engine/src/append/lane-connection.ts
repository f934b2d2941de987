import type { Clock } from '@millrace/core';
import { type Database, PipelineSession, type SessionSettings } from '@millrace/database';

const firstReconnectDelayMs = 50;
const maxReconnectDelayMs = 2_000;

/**
 * A lane that waits for one partition keeps all its others waiting, so it does not wait long. Where Postgres can (17 on), a
 * transaction of a process that froze in the middle of sending is ended too: no other timeout counts there.
 */
function laneSettings(serverVersion: number): SessionSettings {
  const settings = { plan_cache_mode: 'force_generic_plan', lock_timeout: '500ms' };
  return serverVersion >= 170_000 ? { ...settings, transaction_timeout: '10s' } : settings;
}

/** The one session of a lane. What it remembers, its prepared statements, goes with it when it is lost. */
export class LaneConnection {
  readonly #database: Database;
  readonly #clock: Clock;
  #session: PipelineSession | undefined;
  #delayMs = firstReconnectDelayMs;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** The session, opened if need be. POSTGRES_UNAVAILABLE. */
  async open(): Promise<PipelineSession> {
    if (this.#session) return this.#session;
    const client = await this.#database.connect(laneSettings(this.#database.serverVersion));
    const session = new PipelineSession(client);
    const lost = () => {
      if (this.#session === session) this.#session = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    this.#session = session;
    return session;
  }

  /** Whether a session is still the lane's: false once it was lost. */
  has(session: PipelineSession): boolean {
    return this.#session === session;
  }

  /** Something was committed: the next outage is another one. */
  works(): void {
    this.#delayMs = firstReconnectDelayMs;
  }

  /** Waits before the next attempt, longer each time until one works: a session alone is none, a server may be read-only. */
  async backOff(): Promise<void> {
    const delayMs = this.#delayMs;
    this.#delayMs = Math.min(delayMs * 2, maxReconnectDelayMs);
    await this.#clock.sleep(delayMs);
  }

  /** Lets the server forget a prepared statement. */
  forget(statement: string): void {
    this.#session?.forget(statement);
  }

  /** The same for all statements whose names match. */
  forgetAll(matches: (statement: string) => boolean): void {
    this.#session?.forgetAll(matches);
  }

  /** Ends the transaction that failed. A session that has not answered after `answerMs` is given up: it may never. */
  async rollback(answerMs: number): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const watchdog = this.#clock.schedule(answerMs, () => session.destroy());
    try {
      await session.client.query('rollback');
    } catch {
      await this.close();
    } finally {
      watchdog.cancel();
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.client.end().catch(() => undefined);
  }
}
