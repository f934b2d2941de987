import type { Clock, Logger } from '@millrace/core';
import { isLockTimeout } from '@millrace/database';
import type { Pool } from 'pg';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import { PeriodicWork } from '../segment/periodic-work.ts';
import { isRefusal, Refusals } from '../segment/refusals.ts';
import { leases, withLease } from '../segment/with-lease.ts';
import { expireSegments } from './expire-segments.ts';
import { expiredSegments } from './expired-segments.ts';
import { measureRefused, measureSegments } from './measure-segments.ts';
import { type RetainedTopicRow, readRetainedTopics } from './read-retained-topics.ts';

export interface RetentionKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: Pick<EngineObserver, 'segmentExpired'>;
  readonly limits: Pick<EngineLimits, 'retentionIntervalMs'>;
  /** Tables wait to be dropped. */
  readonly onExpired: () => void;
}

/**
 * Takes segments out of the log whose records are too old, too many or deleted. One node at a time does it for all topics. The log
 * starts later at once; the disk follows when nobody reads the tables any more.
 */
export class RetentionKeeper {
  readonly #options: RetentionKeeperOptions;
  readonly #work: PeriodicWork | undefined;
  readonly #refusals: Refusals;

  constructor(options: RetentionKeeperOptions) {
    this.#options = options;
    const { clock, logger, limits } = options;
    this.#refusals = new Refusals(logger, measureRefused);
    if (limits.retentionIntervalMs === Number.POSITIVE_INFINITY) return;
    this.#work = new PeriodicWork({
      clock,
      logger,
      intervalMs: limits.retentionIntervalMs,
      work: (signal) => this.#expire(signal),
      failure: 'Looking for segments that leave the log failed; it is tried again',
    });
  }

  /** A segment was sealed, or records were deleted. */
  wake(): void {
    this.#work?.wake();
  }

  async close(): Promise<void> {
    await this.#work?.close();
  }

  async #expire(signal: AbortSignal): Promise<void> {
    const { pool } = this.#options;
    await withLease(pool, leases.retention, async () => {
      await measureSegments(pool, this.#refusals, signal);
      for (const topic of await readRetainedTopics(pool)) {
        if (signal.aborted) return;
        await this.#consider(topic);
      }
    });
  }

  async #consider(topic: RetainedTopicRow): Promise<void> {
    const { pool, logger, observer, onExpired } = this.#options;
    const expiry = expiredSegments(topic);
    if (!expiry) return;
    try {
      if ((await expireSegments(pool, topic, expiry.nextSegmentId)) === 0) return;
    } catch (error) {
      // The topic is being rolled or deleted: the next round tries again.
      if (isLockTimeout(error)) return;
      if (!isRefusal(error)) throw error;
      logger.warn({ topic: topic.topic, error }, 'Segments of a topic cannot leave the log; it is tried again');
      return;
    }
    for (const { id, reason, byteSize } of expiry.segments) {
      observer.segmentExpired(topic.topic, reason, byteSize);
      logger.info({ topic: topic.topic, segment: id, reason, bytes: byteSize }, 'A segment left the log');
    }
    onExpired();
  }
}
