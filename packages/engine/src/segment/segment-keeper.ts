import { type Clock, isMillraceError, type Logger } from '@millrace/core';
import { isLockTimeout, translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { PartitionAppend } from '../append/partition-append.ts';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import type { EngineLimits } from '../limits.ts';
import { resolveTopicConfig, type TopicConfig, type TopicConfigOverrides } from '../topic/topic-config.ts';
import { PeriodicWork } from './periodic-work.ts';
import {
  type OpenSegment,
  readOpenSegments,
  rollSegment,
  segmentHoldsRecords,
  segmentIsDeleted,
  segmentIsExpired,
} from './roll-segment.ts';
import { TableKeeper } from './table-keeper.ts';

/** Every so many rounds all topics are looked at, not only those this node writes to: rolling by age needs no writer. */
const roundsPerSweep = 30;
/** No topic is rolled for its age more often than this. */
const minSegmentMs = 1_000;

export interface SegmentKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'maintenanceIntervalMs' | 'retentionIntervalMs'>;
  /** A segment was sealed here. */
  readonly onSealed: () => void;
}

/** On disk. Whoever made an internal topic deletes all the time what it has read: that is not worth a new table each time. */
const minDeletedBytes = ({ internal }: OpenSegment) => (internal ? 16 * 1024 * 1024 : 0);

/**
 * Rolls segments that are full, old or deleted, and sees to the tables behind it. Every node does it for the topics it writes to; a roll that
 * two nodes want happens once.
 */
export class SegmentKeeper {
  readonly #options: SegmentKeeperOptions;
  /** Bytes appended here to each topic since its size was last looked up. */
  readonly #appended = new Map<number, number>();
  readonly #rolls: PeriodicWork;
  readonly #tables: TableKeeper;
  #round = 0;

  constructor(options: SegmentKeeperOptions) {
    this.#options = options;
    const { clock, logger, limits } = options;
    this.#rolls = new PeriodicWork({
      clock,
      logger,
      intervalMs: limits.maintenanceIntervalMs,
      work: (signal) => this.#work(signal),
      failure: 'Looking after segments failed; it is tried again',
    });
    this.#tables = new TableKeeper(options);
  }

  /** Takes note of what was appended, and looks at once when a good part of a segment was. */
  noteAppended(appends: readonly PartitionAppend[]): void {
    let soon = false;
    for (const { topic, encoded } of appends) {
      let bytes = this.#appended.get(topic.id) ?? 0;
      for (const batch of encoded) bytes += batch.byteSize;
      this.#appended.set(topic.id, bytes);
      soon ||= bytes >= topic.config.segmentBytes / 4;
    }
    if (soon) this.#rolls.wake();
  }

  /** Looks at once: there may be an open segment of which hardly anything is left. */
  recordsDeleted(topicId: number): void {
    this.#appended.set(topicId, this.#appended.get(topicId) ?? 0);
    this.#rolls.wake();
  }

  /** There are tables that left the log. */
  wake(): void {
    this.#tables.dropped();
  }

  async close(): Promise<void> {
    await Promise.all([this.#rolls.close(), this.#tables.close()]);
  }

  async #work(signal: AbortSignal): Promise<void> {
    const sweep = this.#round % roundsPerSweep === 0;
    this.#round += 1;
    const written = [...this.#appended.keys()];
    this.#appended.clear();
    if (sweep || written.length > 0) {
      for (const segment of await readOpenSegments(this.#options.pool, sweep ? null : written)) {
        if (signal.aborted) return;
        await this.#consider(segment, sweep);
      }
    }
  }

  async #consider(segment: OpenSegment, sweep: boolean): Promise<void> {
    const { pool, logger, limits, onSealed } = this.#options;
    const config = resolveTopicConfig(segment.config as TopicConfigOverrides);
    try {
      const old = segment.ageMs >= maxAgeMs(config) && (await segmentHoldsRecords(pool, segment.segmentId));
      const full = segment.byteSize >= config.segmentBytes;
      // Only sealed segments leave the log: one that nobody writes to any more, or whose records are deleted, has to be sealed for it.
      const looks = !old && !full && limits.retentionIntervalMs < Number.POSITIVE_INFINITY;
      const mayExpire = looks && sweep && config.cleanupPolicy !== 'COMPACT';
      const expired = mayExpire && (await segmentIsExpired(pool, segment.segmentId, config.retentionMs));
      const mayBeDeleted =
        looks && !expired && segment.hasDeletedRecords && segment.byteSize >= minDeletedBytes(segment);
      const deleted = mayBeDeleted && (await segmentIsDeleted(pool, segment.segmentId));
      if (!old && !full && !expired && !deleted) return;
      await rollSegment(pool, segment, config.compressionType);
      this.#tables.sealed();
      onSealed();
      logger.info({ topic: segment.topic, segment: segment.segmentId, bytes: segment.byteSize }, 'Rolled a segment');
    } catch (error) {
      // The topic was deleted since it was looked at.
      if (isDroppedTable(error)) return;
      if (isMillraceError(translatePostgresError(error))) throw error;
      // Of this topic only: the others are rolled all the same.
      if (!isLockTimeout(error)) logger.warn({ topic: segment.topic, error }, 'A segment cannot be rolled');
      // Else somebody holds the topic: appends must not wait behind this. The next round tries again.
      else this.#appended.set(segment.topicId, 0);
    }
  }
}

/** How long a segment is open at most: what is to be compacted has to be sealed for it. */
function maxAgeMs({ cleanupPolicy, segmentMs, maxCompactionLagMs }: TopicConfig): number {
  if (cleanupPolicy === 'DELETE' || maxCompactionLagMs < 0) return segmentMs;
  return Math.min(segmentMs, Math.max(maxCompactionLagMs, minSegmentMs));
}
