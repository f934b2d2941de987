import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { Looks } from './looks.ts';
import { percentile } from './timeline.ts';

const lookEveryMs = 1_000;
/** Key and value of every record of the pool. */
const recordBytes = 110;

const sizeSql = 'select pg_database_size(current_database()) as bytes';

/** The segments' tables and their toast tables. What is counted as dead there and was neither updated nor deleted was aborted. */
const deadSql = `
with tables as (select c.oid, c.reltoastrelid from pg_class c where c.relnamespace = 'millrace_segments'::regnamespace and c.relkind = 'r')
select s.relid::integer as id, s.n_dead_tup::integer as dead, (s.n_tup_upd + s.n_tup_del)::integer as changed
from tables t join pg_stat_all_tables s on s.relid in (t.oid, t.reltoastrelid)`;

interface DeadRow {
  readonly id: number;
  readonly dead: number;
  readonly changed: number;
}

export interface DiskFigures {
  /**
   * The database on disk over the keys and values of all records that can be read: at most so much in 95 of 100 looks, and at its
   * highest, which is between the move of a log's start and the drop.
   */
  readonly ratio: number;
  readonly highest: number;
  /** Tuples of segment tables that are dead, and of those updated or deleted, over all tables there were. */
  readonly dead: number;
  readonly changed: number;
}

/** Looks at the disk every few seconds: the whole database without its write-ahead log, less what it was when this was made. */
export class Disk {
  readonly #client: pg.Client;
  readonly #base: number;
  readonly #rows = new Map<number, DeadRow>();
  readonly #looks: Looks;
  readonly #ratios: number[] = [];

  private constructor(client: pg.Client, base: number, records: () => Promise<number>) {
    this.#client = client;
    this.#base = base;
    this.#looks = new Looks(lookEveryMs, () => this.#look(records));
  }

  /** `records`: how many can be read now. */
  static async open(client: pg.Client, records: () => Promise<number>): Promise<Disk> {
    return new Disk(client, await sizeOf(client), records);
  }

  /** From now on, so that a log that is still filling up is not in the ratio. */
  start(): void {
    this.#looks.start();
  }

  async #look(records: () => Promise<number>): Promise<void> {
    const live = (await records()) * recordBytes;
    const used = (await sizeOf(this.#client)) - this.#base;
    if (live > 0) this.#ratios.push(used / live);
    for (const row of (await this.#client.query<DeadRow>(deadSql)).rows) this.#rows.set(row.id, row);
  }

  async stop(): Promise<DiskFigures> {
    await this.#looks.stop();
    const sum = (what: (row: DeadRow) => number) =>
      [...this.#rows.values()].reduce((total, row) => total + what(row), 0);
    const ratios = this.#ratios.sort((a, b) => a - b);
    const [ratio, highest] = [percentile(ratios, 95) ?? 0, ratios.at(-1) ?? 0];
    return { ratio, highest, dead: sum(({ dead }) => dead), changed: sum(({ changed }) => changed) };
  }
}

/** Waits until the tables of runs before are gone. Not beside a transaction that has read them. */
export async function nothingToDrop(client: pg.Client): Promise<void> {
  while ((await client.query('select from millrace.dropped_segments limit 1')).rows.length > 0) await setTimeout(100);
}

async function sizeOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(sizeSql);
  return Number(rows[0]?.bytes);
}
