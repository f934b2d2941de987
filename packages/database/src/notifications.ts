import { type Clock, isMillraceError, type Logger, silentLogger, systemClock, type Timer } from '@millrace/core';
import pg from 'pg';
import type { Database } from './database.ts';

/** What one subscriber of a channel hears. */
export interface NotificationHandler {
  /** `own` tells notifications that this very `Notifications` sent. */
  notified(payload: string, own: boolean): void;
  /** The session was lost and is there again: notifications in between were missed, so look for yourself. */
  reconnected?(): void;
}

const firstRetryMs = 100;
const longestRetryMs = 5_000;
/** A session that died without a word (a cut cable) is noticed this way; Postgres itself has no heartbeat. */
const pingEveryMs = 15_000;
const pingTimeoutMs = 5_000;

export interface NotificationsOptions {
  readonly database: Pick<Database, 'connect'>;
  readonly logger?: Logger;
  readonly clock?: Clock;
}

/**
 * LISTEN and NOTIFY over one session of their own, which is opened at the first use and opened again, with back-off,
 * whenever it is lost. Notifications are hints: delivered at most once, and not at all while the session is away.
 */
export class Notifications {
  readonly #database: Pick<Database, 'connect'>;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #handlers = new Map<string, Set<NotificationHandler>>();
  #session: pg.Client | undefined;
  #processId = 0;
  #connecting: Promise<void> | undefined;
  #retry: Timer | undefined;
  #ping: Timer | undefined;
  #failures = 0;
  #wasConnected = false;
  #closed = false;

  constructor(options: NotificationsOptions) {
    this.#database = options.database;
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
  }

  /** Whether notifications arrive at the moment. */
  get connected(): boolean {
    return this.#session !== undefined;
  }

  /**
   * Resolves once the server listens, with what ends it. While the server is away it rejects with POSTGRES_UNAVAILABLE
   * the first time; once it has been connected it never does: the channel is listened to as soon as it is back.
   */
  async listen(channel: string, handler: NotificationHandler): Promise<() => void> {
    const known = this.#handlers.get(channel);
    if (known) known.add(handler);
    else this.#handlers.set(channel, new Set([handler]));
    try {
      if (this.#session) await this.#listenOn(this.#session, channel);
      else await this.#connect();
    } catch (error) {
      if (!this.#wasConnected) {
        this.#remove(channel, handler);
        throw error;
      }
    }
    return () => this.#remove(channel, handler);
  }

  /** Sends a hint outside of any transaction; lost, with a line in the log, when the session is away. */
  async notify(channel: string, payload = ''): Promise<void> {
    try {
      if (!this.#session) await this.#connect();
      await this.#session?.query('select pg_notify($1, $2)', [channel, payload]);
    } catch (error) {
      this.#logger.debug({ channel, error: String(error) }, 'A notification was not sent.');
    }
  }

  /** Ends the session; handlers hear nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#handlers.clear();
    this.#retry?.cancel();
    this.#ping?.cancel();
    await this.#connecting?.catch(() => {});
    const session = this.#session;
    this.#session = undefined;
    await session?.end().catch(() => {});
  }

  #remove(channel: string, handler: NotificationHandler): void {
    const handlers = this.#handlers.get(channel);
    if (!handlers?.delete(handler) || handlers.size > 0) return;
    this.#handlers.delete(channel);
    this.#session?.query(`unlisten ${pg.escapeIdentifier(channel)}`).catch(() => {});
  }

  async #listenOn(session: pg.Client, channel: string): Promise<void> {
    await session.query(`listen ${pg.escapeIdentifier(channel)}`);
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #open(): Promise<void> {
    const session = await this.#database.connect();
    try {
      session.on('notification', (message) => this.#deliver(message));
      session.once('end', () => this.#lost(session));
      const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
      this.#processId = rows[0]?.pid ?? 0;
      for (const channel of this.#handlers.keys()) await this.#listenOn(session, channel);
    } catch (error) {
      await session.end().catch(() => {});
      throw error;
    }
    if (this.#closed) {
      await session.end().catch(() => {});
      return;
    }
    this.#session = session;
    // A channel added while the others were being listened to.
    for (const channel of this.#handlers.keys()) await this.#listenOn(session, channel);
    this.#failures = 0;
    this.#schedulePing(session);
    if (this.#wasConnected) {
      this.#logger.info({}, 'Listening for notifications again.');
      for (const handlers of this.#handlers.values()) for (const handler of handlers) handler.reconnected?.();
    }
    this.#wasConnected = true;
  }

  #deliver(message: pg.Notification): void {
    const handlers = this.#handlers.get(message.channel);
    if (!handlers) return;
    for (const handler of handlers) handler.notified(message.payload ?? '', message.processId === this.#processId);
  }

  #lost(session: pg.Client): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#ping?.cancel();
    if (this.#closed) return;
    this.#logger.warn({}, 'The session that listens for notifications was lost; connecting again.');
    this.#scheduleRetry();
  }

  #scheduleRetry(): void {
    const delayMs = Math.min(firstRetryMs * 2 ** this.#failures++, longestRetryMs);
    this.#retry = this.#clock.schedule(delayMs, () => {
      if (this.#closed || this.#session) return;
      this.#connect().catch((error: unknown) => {
        const said = isMillraceError(error) ? error.message : String(error);
        this.#logger.debug({ error: said }, 'Could not listen for notifications yet.');
        this.#scheduleRetry();
      });
    });
  }

  #schedulePing(session: pg.Client): void {
    this.#ping = this.#clock.schedule(pingEveryMs, () => {
      // `end` on a dead socket would wait for it; the socket itself is cut.
      const giveUp = this.#clock.schedule(pingTimeoutMs, () => {
        this.#logger.warn({}, 'The session that listens for notifications does not answer.');
        (session as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      });
      session.query('select').then(
        () => {
          giveUp.cancel();
          if (this.#session === session) this.#schedulePing(session);
        },
        () => giveUp.cancel(),
      );
    });
  }
}
