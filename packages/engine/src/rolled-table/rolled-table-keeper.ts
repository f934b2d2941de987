import type { Clock, Logger } from '@millrace/core';
import { isLockTimeout } from '@millrace/database';
import type { Pool } from 'pg';
import type { EngineLimits } from '../limits.ts';
import { PeriodicWork } from '../segment/periodic-work.ts';
import { dropRefused, Refusals } from '../segment/refusals.ts';
import type { RolledTables } from './rolled-tables.ts';

/** Every so many rounds it looks although this node has inserted nothing: what another one left half done goes on. */
const roundsPerSweep = 30;
/**
 * After a roll that could not be had: inserts wait behind each attempt for 100 ms, and a caller may keep its transaction open
 * for long.
 */
const firstRollDelayMs = 1_000;
const maxRollDelayMs = 60_000;

export interface RolledTableKeeperOptions {
  readonly tables: RolledTables;
  /** A table is rolled once it has this many bytes. */
  readonly tableBytes: number;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'maintenanceIntervalMs'>;
  /** Done at each sweep. */
  readonly onSweep?: (() => Promise<void>) | undefined;
}

/**
 * Rolls a table when it is full, carries its newest rows over and drops it. Each step is one transaction that any node may do, or
 * do again; one that stops between two of them loses nothing and leaves the rest to others.
 */
export class RolledTableKeeper {
  readonly #options: RolledTableKeeperOptions;
  readonly #work: PeriodicWork;
  readonly #refusals: Refusals;
  #round = 0;
  /** Bytes inserted here since the size was last looked up, about. */
  #inserted = 0;
  /** Whether there is a table that may be carried over or dropped. */
  #dirty = true;
  #nextRollAt = 0;
  #rollDelayMs = firstRollDelayMs;

  constructor(options: RolledTableKeeperOptions) {
    const { clock, logger, limits, tables } = options;
    this.#options = options;
    this.#refusals = new Refusals(logger, dropRefused);
    this.#work = new PeriodicWork({
      clock,
      logger,
      intervalMs: limits.maintenanceIntervalMs,
      work: () => this.#look(),
      failure: `Looking after ${tables.what} failed; it is tried again`,
    });
  }

  /** Takes note of inserted rows, and looks at once when they may fill a good part of a table. `bytes`: what they take at least. */
  noteInserted(bytes: number): void {
    const before = this.#inserted;
    this.#inserted += bytes;
    const much = this.#options.tableBytes / 4;
    if (before < much && this.#inserted >= much) this.#work.wake();
  }

  close(): Promise<void> {
    return this.#work.close();
  }

  async #look(): Promise<void> {
    const sweep = this.#round % roundsPerSweep === 0;
    this.#round += 1;
    if (sweep || this.#inserted > 0) {
      this.#inserted = 0;
      await this.#roll();
    }
    if (sweep || this.#dirty) await this.#cleanUp();
    if (sweep) await this.#options.onSweep?.();
  }

  async #roll(): Promise<void> {
    const { tables, tableBytes, pool, clock, logger } = this.#options;
    if (clock.monotonic() < this.#nextRollAt) return;
    const open = await tables.readOpen(pool);
    // Where the newest rows alone are more than a table takes, it grows to twice of that: else each roll would only copy.
    if (open.byteSize < Math.max(tableBytes, 2 * open.carriedBytes)) return;
    try {
      if (await tables.roll(pool, open.id))
        logger.info({ table: open.id, bytes: open.byteSize }, `Rolled the table of ${tables.what}`);
      this.#dirty = true;
      this.#rollDelayMs = firstRollDelayMs;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      this.#nextRollAt = clock.monotonic() + this.#rollDelayMs;
      this.#rollDelayMs = Math.min(this.#rollDelayMs * 2, maxRollDelayMs);
      logger.warn(
        { table: open.id },
        `A transaction that inserts ${tables.what} stays open: their table cannot be rolled yet`,
      );
    }
  }

  async #cleanUp(): Promise<void> {
    const { tables, pool, logger } = this.#options;
    const copied = await tables.carryOver(pool);
    if (copied !== null) logger.info({ rows: copied }, `Carried the newest ${tables.what} over`);
    const client = await pool.connect();
    let broken = true;
    try {
      this.#dirty = (await tables.drop(client, this.#refusals)) > 0;
      broken = false;
    } finally {
      client.release(broken);
    }
  }
}
