import { type Clock, isMillraceError, type Logger } from '@millrace/core';
import { isLockTimeout, translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { EngineObserver } from '../engine-observer.ts';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import type { EngineLimits } from '../limits.ts';
import { measureRefused, measureSegments } from '../retention/measure-segments.ts';
import { PeriodicWork } from '../segment/periodic-work.ts';
import { Refusals } from '../segment/refusals.ts';
import { leases, withLease } from '../segment/with-lease.ts';
import { compactTopic } from './compact-topic.ts';
import { type DueWork, dueWork } from './due-work.ts';
import { mergeSegment } from './merge-segment.ts';
import { Pace } from './pace.ts';
import { readSealedTopics, type SealedTopic } from './read-sealed-topics.ts';
import type { RewriteResult } from './rewrite-result.ts';
import { abandonTables, type Rewriting } from './rewrite-table.ts';

export interface CompactionKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: Pick<EngineObserver, 'segmentsRewritten'>;
  readonly limits: EngineLimits;
  /** Tables wait to be dropped. */
  readonly onRewritten: () => void;
}

/**
 * Rewrites sealed segments: compacts those of compacted topics, merges small rows of the others. One node at a time does it, a
 * topic after another, at no more than `maxRewriteBytesPerSecond` and for no more than `maxRewritePercent` of the time.
 */
export class CompactionKeeper {
  readonly #options: CompactionKeeperOptions;
  readonly #work: PeriodicWork;
  readonly #refusals: Refusals;

  constructor(options: CompactionKeeperOptions) {
    this.#options = options;
    const { clock, logger, limits } = options;
    this.#refusals = new Refusals(logger, measureRefused);
    this.#work = new PeriodicWork({
      clock,
      logger,
      intervalMs: limits.compactionIntervalMs,
      work: (signal) => this.#rewrite(signal),
      failure: 'Looking for segments to compact or merge failed; it is tried again',
    });
  }

  /** A segment was sealed. */
  wake(): void {
    this.#work.wake();
  }

  close(): Promise<void> {
    return this.#work.close();
  }

  async #rewrite(signal: AbortSignal): Promise<void> {
    const { pool } = this.#options;
    await withLease(pool, leases.compaction, async (lease) => {
      // Whoever had the lease before and left these half done is gone.
      await abandonTables(lease, null);
      await measureSegments(pool, this.#refusals, signal);
      for (const topic of await readSealedTopics(pool)) {
        if (signal.aborted) return;
        const due = dueWork(topic);
        if (due) await this.#rewriteTopic(topic, due, signal);
      }
    });
  }

  /** A topic that cannot be rewritten keeps no other from it. */
  async #rewriteTopic(topic: SealedTopic, due: DueWork, signal: AbortSignal): Promise<void> {
    const { pool, clock, logger, limits } = this.#options;
    const client = await pool.connect();
    let broken = true;
    try {
      // What is lost with the server's last moments is done again: the old tables are there until this is on disk.
      await client.query('set synchronous_commit = off');
      const { maxRewriteBytesPerSecond: maxBytesPerSecond, maxRewritePercent: percent } = limits;
      const pace = new Pace({ clock, maxBytesPerSecond, percent, signal });
      await this.#runDue({ client, clock, pace, signal, limits }, topic, due);
      await client.query('reset synchronous_commit');
      broken = false;
    } catch (error) {
      if (signal.aborted || isDroppedTable(error) || isLockTimeout(error)) return;
      const translated = translatePostgresError(error);
      if (isMillraceError(translated) && translated.code !== 'CORRUPT_BATCH') throw translated;
      logger.warn({ topic: topic.name, error }, 'A topic cannot be compacted or merged');
    } finally {
      client.release(broken);
    }
  }

  async #runDue(rewriting: Rewriting, topic: SealedTopic, due: DueWork): Promise<void> {
    if (due.kind === 'COMPACT') {
      this.#tell(topic, due, await this.#timed(() => compactTopic(rewriting, topic, due.segments)));
      return;
    }
    for (const segment of due.segments) {
      this.#tell(topic, due, await this.#timed(() => mergeSegment(rewriting, topic, segment)));
    }
  }

  async #timed(work: () => Promise<RewriteResult>): Promise<RewriteResult & { readonly ms: number }> {
    const { clock } = this.#options;
    const startedAt = clock.monotonic();
    const result = await work();
    return { ...result, ms: clock.monotonic() - startedAt };
  }

  #tell({ name }: SealedTopic, { kind }: DueWork, result: RewriteResult & { readonly ms: number }): void {
    const { observer, logger, onRewritten } = this.#options;
    observer.segmentsRewritten(name, kind, result);
    const { ms, bytesBefore, bytesAfter, removedRecords, isDone } = result;
    const said = { topic: name, ms: Math.round(ms), bytesBefore, bytesAfter, removedRecords };
    logger.info(said, kind === 'COMPACT' ? 'Compacted a topic' : 'Merged the small rows of a segment');
    onRewritten();
    // The map was full before all keys were known.
    if (!isDone) this.#work.wake();
  }
}
