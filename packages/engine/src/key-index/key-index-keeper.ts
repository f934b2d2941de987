import type { Clock, Logger } from '@millrace/core';
import { isLockTimeout } from '@millrace/database';
import type { Pool, PoolClient } from 'pg';
import { Pace } from '../compaction/pace.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { integerLiteral } from '../fetch/copy-rows.ts';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import type { EngineLimits } from '../limits.ts';
import { PeriodicWork } from '../segment/periodic-work.ts';
import { Refusals } from '../segment/refusals.ts';
import { tryDrop } from '../segment/try-drop.ts';
import { leases, withLease } from '../segment/with-lease.ts';
import { buildKeyIndex } from './build-key-index.ts';
import { type DueKeyIndex, readDueKeyIndexes } from './due-key-indexes.ts';

export interface KeyIndexKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: Pick<EngineObserver, 'keyIndexBuilt'>;
  readonly limits: Pick<EngineLimits, 'keyIndexIntervalMs' | 'maxRewritePercent' | 'maxRewriteBytesPerSecond'>;
}

/**
 * Makes the key indexes of sealed segments where the topic's `keyIndex` wants them, also on the new table of a segment that was
 * compacted, and drops them where it does not any more. One node at a time does it, one index after another, for no more than
 * `maxRewritePercent` of the time: of an old topic all may be due at once.
 */
export class KeyIndexKeeper {
  readonly #options: KeyIndexKeeperOptions;
  readonly #work: PeriodicWork;
  readonly #refusals: Refusals;

  constructor(options: KeyIndexKeeperOptions) {
    this.#options = options;
    const { clock, logger, limits } = options;
    this.#refusals = new Refusals(logger, 'The key index of a segment cannot be made or dropped; it is tried again');
    this.#work = new PeriodicWork({
      clock,
      logger,
      intervalMs: limits.keyIndexIntervalMs,
      work: (signal) => this.#look(signal),
      failure: 'Looking after key indexes failed; it is tried again',
    });
  }

  /** What is being made is given up, and made again by whoever looks next. */
  close(): Promise<void> {
    return this.#work.close();
  }

  async #look(signal: AbortSignal): Promise<void> {
    await withLease(this.#options.pool, leases.keyIndex, async (client) => {
      const { clock, limits } = this.#options;
      const { maxRewriteBytesPerSecond: maxBytesPerSecond, maxRewritePercent: percent } = limits;
      const pace = new Pace({ clock, maxBytesPerSecond, percent, signal });
      for (const due of await readDueKeyIndexes(client)) {
        if (signal.aborted) return;
        await pace.spend(await this.#settle(client, due, signal));
      }
    });
  }

  /** Gives the bytes that were written. */
  async #settle(client: PoolClient, due: DueKeyIndex, signal: AbortSignal): Promise<number> {
    const { pool, clock, logger, observer } = this.#options;
    const { topic, segmentId: segment, tableId } = due;
    try {
      if (!due.isWanted) {
        // Somebody may read by it: the next round tries again.
        await tryDrop(client, `drop index if exists millrace_segments.s${integerLiteral(tableId)}_keys`);
        return 0;
      }
      const startedAt = clock.monotonic();
      const byteSize = await buildKeyIndex(pool, client, tableId, signal);
      const tookMs = clock.monotonic() - startedAt;
      observer.keyIndexBuilt(topic, byteSize, tookMs);
      logger.info({ topic, segment, bytes: byteSize, ms: Math.round(tookMs) }, 'Made the key index of a segment');
      return byteSize;
    } catch (error) {
      // It left the log, or was put into another table; or somebody holds the table: the next round looks again.
      if (isDroppedTable(error) || isLockTimeout(error)) return 0;
      if (signal.aborted) throw error;
      this.#refusals.refused(`millrace_segments.s${tableId}`, error, { topic, segment });
      return 0;
    }
  }
}
