import type { Clock, Logger } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { SourcePositions } from './source-positions.ts';
import type { TaskPlan } from './task-plan.ts';

export interface OwnTopicPurgeOptions {
  readonly engine: Pick<Engine, 'topics'>;
  readonly plan: TaskPlan;
  readonly partition: number;
  readonly positions: SourcePositions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalMs: number;
}

/**
 * Deletes what a task has processed of the application's own topics: nobody else reads them. Now and then, behind a commit, and only what is
 * committed. Nothing waits for it; what it fails to delete goes with the next one.
 */
export class OwnTopicPurge {
  readonly #options: OwnTopicPurgeOptions;
  readonly #topics: ReadonlySet<string>;
  #nextAt: number;
  #running: Promise<unknown> | undefined;

  constructor(options: OwnTopicPurgeOptions) {
    const { plan, clock, intervalMs } = options;
    this.#options = options;
    this.#topics = new Set(plan.sources.flatMap(({ internal, topic }) => (internal ? [topic] : [])));
    this.#nextAt = clock.monotonic() + intervalMs;
  }

  /** An epoch is committed. */
  committed(): void {
    const { clock, intervalMs } = this.#options;
    if (this.#topics.size === 0 || this.#running || clock.monotonic() < this.#nextAt) return;
    this.#nextAt = clock.monotonic() + intervalMs;
    this.#running = this.#purge().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when none is under way. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #purge(): Promise<void> {
    const { engine, partition, positions, logger } = this.#options;
    try {
      for (const { topic, nextOffset } of positions.offsets) {
        if (!this.#topics.has(topic)) continue;
        await engine.topics.deleteRecords({ topic, partitions: [{ partition, before: nextOffset }] });
      }
    } catch (error) {
      logger.warn({ error, partition }, "What was processed of the application's own topics could not be deleted");
    }
  }
}
