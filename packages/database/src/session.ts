import type { Socket } from 'node:net';
import type { Clock, Timer } from '@millrace/core';
import pg from 'pg';

/** Looks in so much time as a server may be silent. */
const looksPerAnswer = 4;
/** How long a server may take to say goodbye. */
const goodbyeMs = 2_000;

export interface SessionWatch {
  readonly clock: Clock;
  /** How long the server may say nothing while it is asked something, before it is looked what it does. */
  readonly answerMs: number;
  /** Whether Postgres is at work for the session, as far as it tells another one. */
  readonly isAtWork: (session: pg.Client) => Promise<boolean>;
}

interface SessionConfig extends pg.ClientConfig {
  readonly watch: SessionWatch;
}

/** The part of node-postgres that is used here; not in its types. */
interface Driver {
  readonly connection: { readonly stream: Pick<Socket, 'bytesRead' | 'destroy'> };
  readonly readyForQuery: boolean;
}

/**
 * A session of Postgres that waits for no silent server. A server that stands still, or to which the path is lost, gives no answer at
 * all, ever, and a socket may not notice for a quarter of an hour. So when nothing was heard for `answerMs` while something is asked,
 * another session is asked whether Postgres is at work on it: a statement may take as long as it takes. Where it is not, or that one is
 * not answered either, the session is cut, and what it was asked fails as with one that was lost.
 */
export class Session extends pg.Client {
  readonly #watch: SessionWatch;
  #bytesHeard = 0;
  #heardAt = 0;
  #look: Timer | undefined;

  constructor(config: SessionConfig) {
    super(config);
    this.#watch = config.watch;
    this.once('connect', () => this.#watchOn());
    this.once('end', () => this.#look?.cancel());
  }

  /** Ends it at once; what it was asked fails as with one that was lost. */
  cut(): void {
    this.#driver.connection.stream.destroy(new Error('Connection terminated: the server gave no answer'));
  }

  /** Goodbye, which is not waited for where the server does not hear it. */
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    const goodbye = this.#watch.clock.schedule(goodbyeMs, () => this.cut());
    this.once('end', () => goodbye.cancel());
    if (!callback) return super.end().finally(() => goodbye.cancel());
    super.end(callback);
    return undefined;
  }

  get #driver(): Driver {
    return this as unknown as Driver;
  }

  #watchOn(): void {
    const { clock, answerMs } = this.#watch;
    this.#heardAt = clock.monotonic();
    this.#look = clock.schedule(answerMs / looksPerAnswer, () => this.#listen());
  }

  #listen(): void {
    const { clock, answerMs } = this.#watch;
    if (this.#isAnswered()) this.#watchOn();
    else if (clock.monotonic() >= this.#heardAt + answerMs) void this.#askOthers();
    else this.#look = clock.schedule(answerMs / looksPerAnswer, () => this.#listen());
  }

  /** Whether nothing is asked, or something was heard since the last look. */
  #isAnswered(): boolean {
    const { connection, readyForQuery } = this.#driver;
    const { bytesRead } = connection.stream;
    const isHeard = bytesRead !== this.#bytesHeard;
    this.#bytesHeard = bytesRead;
    return readyForQuery || isHeard;
  }

  async #askOthers(): Promise<void> {
    const isAtWork = await this.#watch.isAtWork(this);
    // Where this process itself stood still, the answer was there all the time.
    if (isAtWork || this.#isAnswered()) this.#watchOn();
    else this.cut();
  }
}
