import { type Clock, isMillraceError, type Logger } from '@millrace/core';
import { EmbeddedPostgres, type RunningPostgres } from '@millrace/database';

const checkEveryMs = 500;
const firstRestartMs = 500;
const longestRestartMs = 15_000;

/** The embedded Postgres, started again whenever it ends by itself: killed, or for want of disk space. */
export class PostgresService {
  readonly #server: EmbeddedPostgres;
  readonly #clock: Clock;
  readonly #report: (line: string) => void;
  readonly #stopping = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(options: {
    readonly directory: string;
    readonly port: number | undefined;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly report: (line: string) => void;
  }) {
    const { directory, port, clock, logger } = options;
    this.#server = new EmbeddedPostgres({ directory, port, clock, logger });
    this.#clock = clock;
    this.#report = options.report;
  }

  async start(): Promise<RunningPostgres> {
    const running = await this.#server.start();
    this.#watching = this.#watch();
    return running;
  }

  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await this.#server.stop(mode);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    let said = '';
    try {
      for (;;) {
        await this.#clock.sleep(checkEveryMs, signal);
        if (await this.#server.status()) continue;
        this.#report('Postgres has ended by itself and is started again.');
        for (;;) {
          try {
            await this.#server.start();
            break;
          } catch (error) {
            const reason = isMillraceError(error) ? error.message : String(error);
            const delayMs = Math.min(firstRestartMs * 2 ** failures++, longestRestartMs);
            // The same reason every few seconds for hours would hide everything else.
            if (reason !== said) this.#report(`Postgres does not start yet, tried again until it does. ${reason}`);
            said = reason;
            await this.#clock.sleep(delayMs, signal);
          }
        }
        failures = 0;
        said = '';
        this.#report('Postgres runs again.');
      }
    } catch (error) {
      if (!signal.aborted) this.#report(`Postgres is not watched any more: ${error}`);
    }
  }
}
