import type { Clock, Logger, Timer } from '@millrace/core';
import type { Pool } from 'pg';
import type { EngineLimits } from '../limits.ts';
import { findDue } from './find-due.ts';

export interface SessionKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'groupCheckIntervalMs' | 'sessionTimeoutMs'>;
  readonly coordinator: {
    expire(group: string, memberIds: readonly string[]): void;
    look(group: string): void;
  };
}

/** The database's clock may be off this node's by so much between two looks; more is a jump. */
const maxClockDriftMs = 1_000;
/** A look that is late by so much was held up by something that may have held up others' heartbeats as well. */
const maxGapIntervals = 6;
const minMaxGapMs = 2_000;

/**
 * Every node looks for members whose node is silent and for revocations whose time is over, and acts on what it finds: whichever
 * node is first. After a disturbance it throws nobody out for a session timeout, so that all who live have had time to beat (G21);
 * its own start is one, because it does not know what was before.
 */
export class SessionKeeper {
  readonly #options: SessionKeeperOptions;
  readonly #maxGapMs: number;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  /** Of the last look that succeeded: the database's time, and this node's before and after. */
  #last: { readonly now: number; readonly from: number; readonly to: number } | undefined;
  /** When all became quiet, on this node's clock. */
  #quietSince: number;
  #closed = false;

  constructor(options: SessionKeeperOptions) {
    this.#options = options;
    this.#maxGapMs = Math.max(minMaxGapMs, maxGapIntervals * options.limits.groupCheckIntervalMs);
    this.#quietSince = options.clock.monotonic();
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  #schedule(): void {
    const { clock, limits } = this.#options;
    this.#timer = clock.schedule(limits.groupCheckIntervalMs, () => {
      this.#looking = this.#look().then(() => {
        if (!this.#closed) this.#schedule();
      });
    });
  }

  async #look(): Promise<void> {
    const { pool, clock, logger, limits, coordinator } = this.#options;
    const from = clock.monotonic();
    try {
      const due = await findDue(pool, from - this.#quietSince, limits.sessionTimeoutMs);
      const to = clock.monotonic();
      const disturbance = this.#disturbance(due.now, from, to);
      this.#last = { now: due.now, from, to };
      if (disturbance) {
        this.#quietSince = to;
        logger.warn({ disturbance }, 'Nobody is thrown out of a group for a session timeout');
      } else {
        for (const [group, memberIds] of due.expired) {
          logger.info({ group, members: memberIds }, 'The session of members is over');
          coordinator.expire(group, memberIds);
        }
      }
      for (const group of due.groups) coordinator.look(group);
    } catch (error) {
      this.#quietSince = clock.monotonic();
      logger.debug({ error }, 'Sessions of members could not be looked at');
    }
  }

  /** What may have kept others from being seen alive, if anything. */
  #disturbance(now: number, from: number, to: number): string | undefined {
    if (!this.#last) return undefined;
    const gap = to - this.#last.to;
    if (gap > this.#maxGapMs) return `no look for ${Math.round(gap)} ms`;
    // The database read its clock somewhere between asking and being answered, both times.
    const passed = now - this.#last.now;
    const [least, most] = [from - this.#last.to, to - this.#last.from];
    const jump = passed < least ? passed - least : passed > most ? passed - most : 0;
    if (Math.abs(jump) > maxClockDriftMs) return `the database's clock jumped by ${Math.round(jump)} ms`;
    return undefined;
  }
}
