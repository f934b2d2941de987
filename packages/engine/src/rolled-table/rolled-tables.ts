import type { Pool, PoolClient } from 'pg';
import type { Refusals } from '../segment/refusals.ts';
import { tryDrop } from '../segment/try-drop.ts';

export interface OpenTable {
  readonly id: number;
  /** On disk; without indexes. */
  readonly byteSize: number;
  /** What of it came from the table before. */
  readonly carriedBytes: number;
}

/** The statements of one kind of rolled tables. */
export interface RolledTableSql {
  /** What the rows are, for the log: `committed offsets`. */
  readonly what: string;
  /** id, carried_bytes, bytes of the open table. */
  readonly open: string;
  /** Seals table $1 and opens the next one; gives the id of the one that is open then. */
  readonly roll: string;
  /** The call that copies the newest rows of the sealed table into the open one; null when there is nothing to do. */
  readonly carryOver: string;
  /** Ids of the tables that were carried over. */
  readonly carriedOver: string;
  /** The table's name and the statement that takes it out of the catalogue. */
  readonly table: (id: number) => string;
  readonly forget: (id: number) => string;
}

/** In one transaction, which may take as long as it takes: Postgres 17 and later would end it, and the next attempt would begin anew. */
const carryOverSql = (call: string) => `
with unlimited as materialized (
  select set_config(name, '0', true) as setting from pg_settings where name = 'transaction_timeout'
)
select ${call} as copied from (select count(setting) as settings from unlimited) done where done.settings >= 0`;

interface OpenRow {
  readonly id: number;
  readonly bytes: string;
  readonly carried_bytes: string;
}

/**
 * Rows that are only inserted and of which the newest count: a table is rolled when it is full, its newest rows are carried over
 * into the next one, and it is dropped. Each step is a transaction that any node may do, or do again.
 */
export class RolledTables {
  readonly #sql: RolledTableSql;

  constructor(sql: RolledTableSql) {
    this.#sql = sql;
  }

  get what(): string {
    return this.#sql.what;
  }

  async readOpen(pool: Pool): Promise<OpenTable> {
    const { rows } = await pool.query<OpenRow>(this.#sql.open);
    const row = rows[0] as OpenRow;
    return { id: row.id, byteSize: Number(row.bytes), carriedBytes: Number(row.carried_bytes) };
  }

  /**
   * Seals the table and opens the next one, unless another node has, or the one before is not carried over yet. False where
   * nothing was rolled. Rejects with lock_not_available (55P03) when an insert is on its way for longer than 100 ms: try again later.
   */
  async roll(pool: Pool, id: number): Promise<boolean> {
    const { rows } = await pool.query<{ id: number }>(this.#sql.roll, [id]);
    return rows[0]?.id !== id;
  }

  /** Copies the newest rows of the sealed table into the open one; null when there is none, or another node is at it. */
  async carryOver(pool: Pool): Promise<number | null> {
    const { rows } = await pool.query<{ copied: string | null }>(carryOverSql(this.#sql.carryOver));
    return rows[0]?.copied == null ? null : Number(rows[0].copied);
  }

  /**
   * Drops the tables that were carried over. Gives the number of those that somebody still reads: they are for the next time. What
   * Postgres refuses to drop is told to `refusals`, and left to the next sweep.
   */
  async drop(client: PoolClient, refusals: Refusals): Promise<number> {
    const { rows } = await client.query<{ id: number }>(this.#sql.carriedOver);
    let left = 0;
    for (const row of rows) {
      const id = Math.trunc(row.id);
      const table = this.#sql.table(id);
      try {
        if (!(await tryDrop(client, `drop table if exists ${table}`, this.#sql.forget(id)))) left += 1;
      } catch (error) {
        refusals.refused(table, error);
      }
    }
    return left;
  }
}
