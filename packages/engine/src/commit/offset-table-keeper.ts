import type { Clock, Logger, Timer } from '@millrace/core';
import { isLockTimeout } from '@millrace/database';
import type { Pool } from 'pg';
import type { EngineLimits } from '../limits.ts';
import { carryOverOffsets, dropOffsetTables, readOpenOffsetTable, rollOffsetTable } from './offset-tables.ts';

/** Every so many rounds it looks although this node has committed nothing: what another one left half done goes on. */
const roundsPerSweep = 30;
/** What a row takes on disk at least; only decides how soon to look. */
const bytesPerRow = 64;
/**
 * After a roll that could not be had: commits wait behind each attempt for 100 ms, and a caller may keep its transaction open
 * for long.
 */
const firstRollDelayMs = 1_000;
const maxRollDelayMs = 60_000;

export interface OffsetTableKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'maintenanceIntervalMs' | 'offsetTableBytes'>;
}

/**
 * Rolls the table of committed offsets when it is full, carries its newest rows over and drops it. Each step is one transaction
 * that any node may do, or do again; one that stops between two of them loses nothing and leaves the rest to others.
 */
export class OffsetTableKeeper {
  readonly #options: OffsetTableKeeperOptions;
  #timer: Timer | undefined;
  #working: Promise<void> = Promise.resolve();
  #round = 0;
  #closed = false;
  /** Rows committed here since the size was last looked up. */
  #committed = 0;
  /** Whether there is a table that may be carried over or dropped. */
  #dirty = true;
  #nextRollAt = 0;
  #rollDelayMs = firstRollDelayMs;

  constructor(options: OffsetTableKeeperOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Takes note of committed offsets, and looks at once when they may fill a good part of a table. */
  noteCommitted(partitions: number): void {
    this.#committed += partitions;
    if (this.#committed * bytesPerRow < this.#options.limits.offsetTableBytes / 4) return;
    if (!this.#timer || this.#closed) return;
    this.#timer.cancel();
    this.#timer = undefined;
    this.#start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#working;
  }

  #schedule(): void {
    this.#timer = this.#options.clock.schedule(this.#options.limits.maintenanceIntervalMs, () => {
      this.#timer = undefined;
      this.#start();
    });
  }

  #start(): void {
    this.#working = this.#work()
      .catch((error) => {
        this.#options.logger.warn({ error }, 'Looking after committed offsets failed; it is tried again');
      })
      .then(() => {
        if (!this.#closed) this.#schedule();
      });
  }

  async #work(): Promise<void> {
    const sweep = this.#round % roundsPerSweep === 0;
    this.#round += 1;
    if (sweep || this.#committed > 0) {
      this.#committed = 0;
      await this.#roll();
    }
    if (sweep || this.#dirty) await this.#cleanUp();
  }

  async #roll(): Promise<void> {
    const { pool, clock, logger, limits } = this.#options;
    if (clock.monotonic() < this.#nextRollAt) return;
    const open = await readOpenOffsetTable(pool);
    // Where the newest rows alone are more than a table takes, it grows to twice of that: else each roll would only copy.
    if (open.byteSize < Math.max(limits.offsetTableBytes, 2 * open.carriedBytes)) return;
    try {
      if (await rollOffsetTable(pool, open.id)) {
        logger.info({ table: open.id, bytes: open.byteSize }, 'Rolled the table of committed offsets');
      }
      this.#dirty = true;
      this.#rollDelayMs = firstRollDelayMs;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      this.#nextRollAt = clock.monotonic() + this.#rollDelayMs;
      this.#rollDelayMs = Math.min(this.#rollDelayMs * 2, maxRollDelayMs);
      logger.warn(
        { table: open.id },
        'A transaction that commits offsets stays open: their table cannot be rolled yet',
      );
    }
  }

  async #cleanUp(): Promise<void> {
    const { pool, logger } = this.#options;
    const copied = await carryOverOffsets(pool);
    if (copied !== null) logger.info({ rows: copied }, 'Carried the newest committed offsets over');
    const client = await pool.connect();
    let broken = true;
    try {
      this.#dirty = (await dropOffsetTables(client)) > 0;
      broken = false;
    } finally {
      client.release(broken);
    }
  }
}
