import pg from 'pg';
import { sqlState } from './postgres-error.ts';

/** Refusals that are no sign of sessions that live: of a server that goes or comes, and of poolers (08), whose server may be gone. */
const noSignOfLife = /^(57P|08)/;

/** One whose user has track_activities off does not tell. */
const sql = `
select pid from pg_stat_activity
where datname = current_database() and state in ('active', 'fastpath function call', 'disabled')`;

/** What the server says that it is doing, over a session of its own: those there are may lead to one that is gone. */
export class ServerActivity {
  readonly #config: pg.ClientConfig;
  /** Where a pooler is between, nobody knows which session of the server is whose. */
  readonly #knowsBackends: boolean;
  #looking: Promise<((processId: number | null) => boolean) | null> | undefined;

  /** `config`: with a limit for connecting. */
  constructor(config: pg.ClientConfig, knowsBackends: boolean) {
    this.#config = config;
    this.#knowsBackends = knowsBackends;
  }

  /**
   * Whether the server is at work for a session, which it is presumed to be where that cannot be known, as where it refuses newcomers; false: it
   * does not answer.
   */
  async isAtWork(session: pg.Client): Promise<boolean> {
    // One look for all that ask meanwhile: when one session is silent, all are.
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    const working = await this.#looking;
    return working?.((session as pg.Client & { processID: number | null }).processID) ?? false;
  }

  async #look(): Promise<((processId: number | null) => boolean) | null> {
    const limitMs = this.#config.connectionTimeoutMillis;
    const client = new pg.Client({ ...this.#config, query_timeout: limitMs });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ pid: number }>(sql);
      const working = new Set<number | null>(rows.map(({ pid }) => pid));
      return this.#knowsBackends ? (processId) => working.has(processId) : () => true;
    } catch (error) {
      const state = sqlState(error);
      return state === undefined || noSignOfLife.test(state) ? null : () => true;
    } finally {
      void client.end().catch(() => {});
    }
  }
}
