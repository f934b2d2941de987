import type { Clock, Logger } from '@millrace/core';
import type { Consumer, Engine, OffsetToCommit, PartitionBounds, RecordBatch } from '@millrace/engine';
import type { StateBackend, TaskState } from '../state/task-state.ts';
import { assertOwner } from '../task/assert-owner.ts';
import type { TaskOwner } from '../task/commit-epoch.ts';
import { InputWait } from '../task/input-wait.ts';
import { persist } from '../task/persist.ts';
import { SourcePositions } from '../task/source-positions.ts';
import { Task, type TaskOptions } from '../task/task.ts';
import { TaskInputs } from '../task/task-inputs.ts';
import { type TaskPlan, taskId } from '../task/task-plan.ts';
import type { StreamsLimits } from './streams-limits.ts';

type FromRunner = Pick<
  TaskOptions,
  'clock' | 'logger' | 'limits' | 'policies' | 'report' | 'commits' | 'meter' | 'globals'
>;

export interface TaskSlotOptions extends FromRunner {
  readonly engine: Engine;
  readonly backend: StateBackend;
  readonly plan: TaskPlan;
  readonly partition: number;
  readonly owner: TaskOwner;
  /** Of each source of the plan where it begins; undefined: the topic has no such partition. */
  readonly starts: readonly { readonly topic: string; readonly offset: number | undefined }[];
  readonly consumer: Pick<Consumer, 'pause' | 'resume'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: StreamsLimits;
  /** Bytes that may wait of one of its partitions. */
  readonly maxBytes: () => number;
  /** It could not be opened, or has ended by itself. */
  readonly onFailed: (error: unknown) => void;
}

/** The place of a task that is owned, from when it is opened to its end: what comes before it is open waits. */
export class TaskSlot {
  readonly #options: TaskSlotOptions;
  readonly #inputs: TaskInputs;
  readonly #positions: SourcePositions;
  /** Of each source: where its next batch begins. */
  readonly #nextOffsets: (number | undefined)[];
  /** Numbers of sources that are not read for a while. */
  readonly #paused = new Set<number>();
  /** It ends: nothing is tried again. */
  readonly #over = new AbortController();
  readonly #opening: Promise<void>;
  #task: Task | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: TaskSlotOptions) {
    const { plan, partition, starts, consumer } = options;
    this.#options = options;
    this.#inputs = new TaskInputs(plan.sources);
    this.#positions = new SourcePositions(partition, starts);
    this.#nextOffsets = starts.map(({ offset }) => offset);
    // The slot before it may have had some paused.
    consumer.resume(plan.sources.map(({ topic }) => ({ topic, partition })));
    this.#opening = this.#open().catch((error) => this.#failed(error));
  }

  get id(): string {
    return taskId(this.#options.plan, this.#options.partition);
  }

  get plan(): TaskPlan {
    return this.#options.plan;
  }

  get partition(): number {
    return this.#options.partition;
  }

  get owner(): TaskOwner {
    return this.#options.owner;
  }

  /** Once it is open. */
  get task(): Task | undefined {
    return this.#task;
  }

  /** It was told to end. */
  get isEnding(): boolean {
    return this.#over.signal.aborted;
  }

  /** What it has ended with by itself, also after it was told to. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Behind the last record that is committed, of each partition. */
  get offsets(): OffsetToCommit[] {
    return this.#positions.offsets;
  }

  /** Whether what it has been given ends where reading goes on; `undefined`: there is no such partition, or not any more. */
  isAt(offsets: readonly (number | undefined)[]): boolean {
    return offsets.every((offset, source) => offset === undefined || offset === this.#nextOffsets[source]);
  }

  offer(batch: RecordBatch): void {
    if (this.isEnding || this.#failure) return;
    const { plan, consumer } = this.#options;
    const source = plan.sources.findIndex(({ topic }) => topic === batch.topic);
    this.#nextOffsets[source] = batch.nextOffset;
    if (this.#task) this.#task.offer(source, batch);
    else this.#inputs.add(source, batch);
    if (this.#paused.has(source) || !this.#isFull(source, 1)) return;
    this.#paused.add(source);
    consumer.pause([batch]);
  }

  /** Ends behind the epoch in hand, which is committed. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#opening;
    await this.#task?.stop();
  }

  /** Ends at once: what is in hand is of no use any more. */
  async cancel(reason: unknown): Promise<void> {
    this.#over.abort();
    // A stop that waits for it may be under way.
    this.#task?.abort(reason);
    await this.#opening;
    this.#task?.abort(reason);
    await this.#task?.stop();
  }

  async #open(): Promise<void> {
    const { engine, backend, plan, partition, owner, starts, clock, limits, logger } = this.#options;
    const { signal } = this.#over;
    // A topic with fewer partitions has none for this task.
    const read = starts.filter(({ offset }) => offset !== undefined).map(({ topic }) => ({ topic, partition }));
    const retry = {
      clock,
      limits,
      signal,
      onRetry: (error: unknown) =>
        logger.warn({ error, task: this.id }, 'A task could not be opened; it is tried again'),
    };
    const boundsOf = async (topic: string) => (await engine.topics.bounds(topic, [partition]))[0] as PartitionBounds;
    const ends = await persist(retry, () =>
      Promise.all(read.map(async ({ topic }) => (await boundsOf(topic)).endOffset)),
    );
    const state: TaskState = await persist(retry, () =>
      backend.open({
        partition,
        stores: plan.subTopology.stores.map(({ spec }) => spec),
        fence: (tx) => assertOwner(tx, owner, read),
      }),
    );
    if (signal.aborted) {
      await state.close();
      return;
    }
    const wait = new InputWait({
      inputs: this.#inputs,
      clock,
      maxTaskIdleMs: limits.maxTaskIdleMs,
      sources: starts.map(({ topic }, source) => ({
        offset: this.#nextOffsets[source] ?? 0,
        endOffset: ends[read.findIndex((each) => each.topic === topic)] ?? 0,
      })),
      bounds: (source) => boundsOf((starts[source] as (typeof starts)[number]).topic),
      onLooked: () => this.#task?.wake(),
    });
    this.#task = new Task({
      ...this.#options,
      state,
      inputs: this.#inputs,
      positions: this.#positions,
      wait,
      onTaken: () => this.#resume(),
      onFailed: (error) => this.#failed(error),
    });
  }

  #failed(error: unknown): void {
    this.#failure = { error };
    this.#options.onFailed(error);
  }

  /** Whether so large a part of what may wait of a source is waiting. */
  #isFull(source: number, part: number): boolean {
    const { limits, maxBytes } = this.#options;
    return (
      this.#inputs.waitingOf(source) >= limits.maxBufferedRecords * part ||
      this.#inputs.bytesOf(source) >= maxBytes() * part
    );
  }

  #resume(): void {
    const { plan, partition, consumer } = this.#options;
    for (const source of this.#paused) {
      if (this.#inputs.waitingOf(source) > 0 && this.#isFull(source, 0.5)) continue;
      this.#paused.delete(source);
      consumer.resume([{ topic: plan.sources[source]?.topic as string, partition }]);
    }
  }
}
