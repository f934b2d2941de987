import type { Logger } from '@millrace/core';
import { type Database, translatePostgresError } from '@millrace/database';
import type { ClientBase, Pool } from 'pg';
import { checkLogEpoch } from './check-log-epoch.ts';
import { raiseLogEpoch } from './raise-log-epoch.ts';

export interface LogEpochsOptions {
  readonly pool: Pool;
  readonly logger: Logger;
  /**
   * The log has another epoch than this node knew: what it remembers of the log may be of one that was lost. Resolves when nothing
   * uses it any more; what it has to ask goes over `client`, because the sessions of the pool may lead to a server that is gone.
   */
  readonly onRaised: (client: ClientBase) => Promise<void>;
}

/**
 * The log's epoch, as this node knows it. Every session of its own that the node opens is compared with what the server was before
 * anything is done on it: so no lane appends to a log that may have lost its end, before that is taken note of.
 */
export class LogEpochs {
  readonly #options: LogEpochsOptions;
  #current = 0;
  #hasWarned = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LogEpochsOptions) {
    this.#options = options;
  }

  get current(): number {
    return this.#current;
  }

  /** To be called before anything is remembered. POSTGRES_UNAVAILABLE. */
  async start(): Promise<void> {
    await this.#throughPool(async (client) => {
      this.#current = await this.#check(client);
    });
  }

  /** Another node has raised it, or may have. */
  async look(): Promise<void> {
    await this.#throughPool((client) => this.#compare(client)).catch((error) => {
      // The next session that is opened tells.
      this.#options.logger.debug({ error }, 'The log epoch could not be looked up');
    });
  }

  /** The same database, whose sessions outside of the pool are compared before they are given out. */
  guard(database: Database): Database {
    return {
      ...database,
      connect: async (settings) => {
        const client = await database.connect(settings);
        try {
          await this.#compare(client);
          return client;
        } catch (error) {
          await client.end().catch(() => undefined);
          throw translatePostgresError(error);
        }
      },
    };
  }

  async #throughPool(work: (client: ClientBase) => Promise<void>): Promise<void> {
    const { pool } = this.#options;
    let broken = true;
    const client = await pool.connect().catch((error) => {
      throw translatePostgresError(error);
    });
    try {
      await work(client);
      broken = false;
    } catch (error) {
      throw translatePostgresError(error);
    } finally {
      client.release(broken);
    }
  }

  async #compare(client: ClientBase): Promise<void> {
    const epoch = await this.#check(client);
    const turn = this.#turn.then(() => this.#take(client, epoch));
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  /** Raises it if it has to be, and gives it. */
  async #check(client: ClientBase): Promise<number> {
    const { logger } = this.#options;
    const known = this.#current;
    const { epoch, difference, unknown } = await checkLogEpoch(client, known);
    if (unknown.length > 0 && !this.#hasWarned) {
      this.#hasWarned = true;
      logger.warn(
        { functions: unknown },
        'This user may not see all that tells a restored or promoted server: grant execute on these functions, or raise the log epoch by hand after a restore or a failover (docs/operations.md)',
      );
    }
    if (difference === null) return epoch;
    logger.warn({ epoch, difference }, 'The log may have lost its end: its epoch is being raised');
    const raised = await raiseLogEpoch(client, { byHand: false, reason: difference, known });
    logger.warn({ from: epoch, epoch: raised }, 'The log epoch was raised: offsets behind its start are out of range');
    return raised;
  }

  async #take(client: ClientBase, epoch: number): Promise<void> {
    if (epoch <= this.#current) return;
    this.#options.logger.warn(
      { known: this.#current, epoch },
      'The log has a higher epoch: what is remembered is dropped',
    );
    await this.#options.onRaised(client);
    this.#current = epoch;
  }
}
