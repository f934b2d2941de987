import { type Clock, isMillraceError, type Logger, MillraceError } from '@millrace/core';
import { type Database, migrate, openDatabase } from '@millrace/database';
import { createEngine, defaultLimits, type Engine, type EngineLimits, type EngineObserver } from '@millrace/engine';

const firstRetryMs = 250;
const longestRetryMs = 5_000;
const readinessTimeoutMs = 2_000;

export interface EngineConnectionOptions {
  readonly databaseUrl: string;
  readonly databaseDirectUrl: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: EngineObserver;
  readonly version: string;
  readonly engineLimits: Partial<EngineLimits>;
  /** How long Postgres may be away at the start before it is given up. */
  readonly connectTimeoutMs: number;
  readonly decorate: (engine: Engine) => Engine;
}

/**
 * The database and the engine of this process, which may come after it: until Postgres answers, every call is refused with
 * POSTGRES_UNAVAILABLE and the process is not ready. Later outages are the engine's to ride out.
 */
export class EngineConnection {
  readonly #options: EngineConnectionOptions;
  readonly #stopped = new AbortController();
  #database: Database | undefined;
  #engine: Engine | undefined;
  #refusal = new MillraceError(
    'POSTGRES_UNAVAILABLE',
    'The server is still connecting to Postgres. Try again in a moment.',
  );

  constructor(options: EngineConnectionOptions) {
    this.#options = options;
  }

  /** Throws POSTGRES_UNAVAILABLE before the first connection, SHUTTING_DOWN after `close`. */
  get engine(): Engine {
    if (this.#engine && !this.#stopped.signal.aborted) return this.#engine;
    throw this.#refusal;
  }

  /** Connects, migrates, starts the engine; goes on trying while Postgres is away. Rejects with what trying again cannot cure. */
  async connect(address: string): Promise<void> {
    const { clock, logger, connectTimeoutMs } = this.#options;
    const giveUpAt = clock.monotonic() + connectTimeoutMs;
    for (let delayMs = firstRetryMs; ; delayMs = Math.min(delayMs * 2, longestRetryMs)) {
      try {
        await this.#connectOnce(address);
        return;
      } catch (error) {
        this.#stopped.signal.throwIfAborted();
        if (!isMillraceError(error) || !error.retriable || clock.monotonic() >= giveUpAt) throw error;
        this.#refusal = new MillraceError('POSTGRES_UNAVAILABLE', `Postgres cannot be reached: ${error.message}`);
        logger.warn({ reason: error.message, retryMs: delayMs }, 'Postgres cannot be reached yet');
        await clock.sleep(delayMs, this.#stopped.signal);
      }
    }
  }

  async #connectOnce(address: string): Promise<void> {
    const { databaseUrl, databaseDirectUrl, clock, logger, observer, version, engineLimits: limits } = this.#options;
    const database = await openDatabase({
      url: databaseUrl,
      ...(databaseDirectUrl ? { directUrl: databaseDirectUrl } : {}),
      applicationName: 'millrace api',
      answerMs: { ...defaultLimits, ...limits }.deliveryTimeoutMs,
      clock,
      logger,
    });
    try {
      const applied = await migrate(database, { logger });
      if (applied.length > 0) logger.info({ migrations: applied }, 'Migrations were applied');
      const node = { role: 'api', version, address };
      const engine = await createEngine({ database, clock, logger, observer, limits, node });
      if (this.#stopped.signal.aborted) await engine.close();
      this.#stopped.signal.throwIfAborted();
      this.#database = database;
      this.#engine = this.#options.decorate(engine);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** Why the process cannot serve now, or null when it can. */
  async unreadyReason(): Promise<string | null> {
    const { clock } = this.#options;
    let engine: Engine;
    try {
      engine = this.engine;
    } catch (error) {
      return (error as Error).message;
    }
    const done = new AbortController();
    const timeout = clock.sleep(readinessTimeoutMs, done.signal).then(
      () => `Postgres did not answer within ${readinessTimeoutMs} ms.`,
      () => null,
    );
    const answer = engine.ping().then(
      () => null,
      (error: unknown) => `Postgres does not answer: ${(error as Error).message}`,
    );
    const reason = await Promise.race([answer, timeout]);
    done.abort();
    return reason;
  }

  /** Finishes what the engine took and closes the database. */
  async close(): Promise<void> {
    this.#refusal = new MillraceError('SHUTTING_DOWN', 'The server is stopping. Try again on another one.');
    this.#stopped.abort(this.#refusal);
    await this.#engine?.close();
    await this.#database?.close();
  }
}
