import type { Clock, Logger } from '@millrace/core';
import type { Pool } from 'pg';
import type { EngineLimits } from '../limits.ts';
import { dropSegments } from './drop-segments.ts';
import { freezeSegments } from './freeze-segments.ts';
import { PeriodicWork } from './periodic-work.ts';
import { dropRefused, Refusals } from './refusals.ts';
import { leases, withLease } from './with-lease.ts';

/** Every so many rounds a node looks without having been told, for what others left behind. */
const roundsPerLook = 30;

export interface TableKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'maintenanceIntervalMs'>;
}

/**
 * Drops tables that left the log and freezes sealed ones. One node at a time does each of the two for all; neither waits for the
 * other, nor does a roll for them: freezing a large table takes as long as it was written for.
 */
export class TableKeeper {
  readonly #drops: Chore;
  readonly #freezes: Chore;

  constructor(options: TableKeeperOptions) {
    const { pool, logger } = options;
    const drops = new Refusals(logger, dropRefused);
    const freezes = new Refusals(logger, 'A segment cannot be frozen; it is tried again');
    this.#drops = new Chore(options, 'Dropping tables failed; it is tried again', (signal) =>
      withLease(pool, leases.maintenance, async (client) => (await dropSegments(client, drops, signal)) === 0),
    );
    this.#freezes = new Chore(options, 'Freezing segments failed; it is tried again', (signal) =>
      withLease(pool, leases.freezing, async (client) => {
        await freezeSegments(pool, client, freezes, signal);
        return true;
      }),
    );
  }

  /** There are tables to drop. */
  dropped(): void {
    this.#drops.wake();
  }

  /** There is a segment to freeze. */
  sealed(): void {
    this.#freezes.wake();
  }

  async close(): Promise<void> {
    await Promise.all([this.#drops.close(), this.#freezes.close()]);
  }
}

/** Work that is done when there is some; until it is done, every round. */
class Chore {
  readonly #work: PeriodicWork;
  #due = true;

  constructor(
    options: TableKeeperOptions,
    failure: string,
    work: (signal: AbortSignal) => Promise<boolean | undefined>,
  ) {
    let round = 0;
    this.#work = new PeriodicWork({
      clock: options.clock,
      logger: options.logger,
      intervalMs: options.limits.maintenanceIntervalMs,
      failure,
      work: async (signal) => {
        const look = round % roundsPerLook === 0;
        round += 1;
        if (!look && !this.#due) return;
        // What comes up meanwhile is for the next round, and so is what another node holds the lease for.
        this.#due = false;
        let done: boolean | undefined = false;
        try {
          done = await work(signal);
        } finally {
          if (!done) this.#due = true;
        }
      },
    });
  }

  wake(): void {
    this.#due = true;
    this.#work.wake();
  }

  close(): Promise<void> {
    return this.#work.close();
  }
}
