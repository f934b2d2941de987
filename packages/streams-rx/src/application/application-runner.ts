import { type Clock, isMillraceError, type Logger, MillraceError } from '@millrace/core';
import type { AssignmentEvent, Consumer, Engine, ResetPolicy, RevocationEvent, TopicPartition } from '@millrace/engine';
import type { StateBackend } from '../state/task-state.ts';
import type { TaskOwner } from '../task/commit-epoch.ts';
import { EpochCommits } from '../task/epoch-commits.ts';
import type { ErrorPolicies } from '../task/error-policy.ts';
import type { Task } from '../task/task.ts';
import { failureOf } from '../task/task-failure.ts';
import { type InstanceTotals, TaskMeter } from '../task/task-meter.ts';
import { type TaskPlan, taskId } from '../task/task-plan.ts';
import type { GlobalTables } from './global-tables.ts';
import type { ProcessingError } from './instance-snapshot.ts';
import { joinGroup } from './join-group.ts';
import type { StreamsLimits } from './streams-limits.ts';
import { TaskSlot, type TaskSlotOptions } from './task-slot.ts';

export interface ApplicationRunnerOptions {
  readonly applicationId: string;
  readonly engine: Engine;
  readonly backend: StateBackend;
  readonly plans: readonly TaskPlan[];
  readonly globals: GlobalTables;
  readonly policies: ErrorPolicies;
  readonly limits: StreamsLimits;
  readonly resetPolicy: ResetPolicy | undefined;
  readonly sessionTimeoutMs: number | undefined;
  readonly instanceId: string | undefined;
  readonly clientId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly totals: InstanceTotals;
  readonly report: (error: ProcessingError) => void;
  /** It cannot go on. */
  readonly onFailed: (error: unknown) => void;
}

/** How long a task that is to end may take for the epoch in hand: less than until it moves, so that it has ended here before it can come back. */
const releaseTimeoutMs = 8_000;
/** When a task was found to be another one's and no assignment has said so after that long, it is asked for by joining anew. */
const lostTimeoutMs = 30_000;

/** The tasks that this instance owns: follows its assignment, hands records on, gives up what it is asked for. */
export class ApplicationRunner {
  readonly #options: ApplicationRunnerOptions;
  readonly #commits: EpochCommits;
  readonly #slots = new Map<string, TaskSlot>();
  /**
   * By task, the member that it is asked of. What waited of it is dropped, so that where that member's reading goes on is behind what was processed: it is
   * opened again by another member, or once an assignment was without it.
   */
  readonly #askedFor = new Map<string, string>();
  /** Of each task that it has had. */
  readonly #meters = new Map<string, { readonly plan: TaskPlan; readonly meter: TaskMeter }>();
  #consumer: Consumer | undefined;
  #following: Promise<void> | undefined;
  #isStopping = false;
  #joined: (() => void) | undefined;

  constructor(options: ApplicationRunnerOptions) {
    this.#options = options;
    this.#commits = new EpochCommits(options.engine, options.limits);
  }

  /**
   * Resolves when it has been assigned tasks, possibly none, or was stopped before. Rejects where it cannot join: TOPIC_NOT_FOUND,
   * INCONSISTENT_GROUP.
   */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#joined = resolve;
      this.#following = this.#follow().then(resolve, (error) => {
        reject(error);
        if (!this.#isStopping) this.#options.onFailed(error);
      });
    });
  }

  get tasks(): readonly Task[] {
    return [...this.#slots.values()].flatMap(({ task }) => task ?? []);
  }

  /** Records each node has given since the start, by its id. */
  nodeCounts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { plan, meter } of this.#meters.values()) {
      for (const [place, { node }] of plan.nodes.entries()) {
        counts.set(node.id, (counts.get(node.id) ?? 0) + (meter.nodeCounts[place] ?? 0));
      }
    }
    return counts;
  }

  /** Commits what is in hand and leaves. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.allSettled([...this.#slots.values()].map((slot) => this.#finish(slot)));
    await this.#consumer?.return?.();
    await this.#following;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopping) {
      const consumer = joinGroup(this.#options);
      this.#consumer = consumer;
      for await (const event of consumer) {
        if (this.#consumer !== consumer) break;
        if (event.kind === 'RECORDS') this.#slotOf(event.batch)?.offer(event.batch);
        else if (event.kind === 'ASSIGNMENT') this.#assigned(event, consumer);
        else this.#revoked(event);
      }
      // It was given up, by `rejoin` or by `stop`.
      await this.#dropAll(new MillraceError('ABORTED', 'The instance joins its group anew.'));
    }
  }

  #assigned({ memberId, generation, partitions }: AssignmentEvent, consumer: Consumer): void {
    if (this.#isStopping) return;
    const owned = new Map(partitions.map((partition) => [nameOf(partition), partition.offset]));
    const owner: TaskOwner = { group: this.#options.applicationId, memberId, generation };
    const offsetsOf = (plan: TaskPlan, partition: number) =>
      plan.sources.map(({ topic }) => owned.get(nameOf({ topic, partition })));
    let hasLost = false;
    for (const [id, slot] of this.#slots) {
      const offsets = offsetsOf(slot.plan, slot.partition);
      const isOwned = hasAny(offsets);
      if (isOwned && slot.owner.memberId === memberId) {
        // One that ends is left to do so.
        if (this.#askedFor.get(id) === memberId || (slot.isAt(offsets) && !slot.failure)) continue;
        // It has failed, or records of an input are gone. What was read and not committed is not handed out again to this member.
        this.#rejoin(
          slot.failure?.error ?? new MillraceError('OFFSET_OUT_OF_RANGE', `An input of task ${id} was moved.`),
        );
        return;
      }
      hasLost ||= !isOwned;
      this.#slots.delete(id);
      this.#drop(slot, new MillraceError('FENCED_MEMBER', "The task is not this instance's any more."));
    }
    for (const plan of this.#options.plans) {
      for (let partition = 0; partition < plan.taskCount; partition++) {
        const offsets = offsetsOf(plan, partition);
        const id = taskId(plan, partition);
        const isOwned = hasAny(offsets);
        if (!isOwned) this.#askedFor.delete(id);
        if (!isOwned || this.#slots.has(id) || this.#askedFor.get(id) === memberId) continue;
        const starts = plan.sources.map(({ topic }, source) => ({ topic, offset: offsets[source] }));
        this.#slots.set(id, this.#open({ plan, partition, owner, starts, consumer }));
      }
    }
    this.#assertKnown(partitions);
    if (hasLost) void this.#assertTopics();
    this.#joined?.();
  }

  #open(what: Pick<TaskSlotOptions, 'plan' | 'partition' | 'owner' | 'starts' | 'consumer'>): TaskSlot {
    const { limits, plans } = this.#options;
    const slot: TaskSlot = new TaskSlot({
      ...this.#options,
      ...what,
      meter: this.#meter(what.plan, what.partition),
      commits: this.#commits,
      maxBytes: () => limits.maxBufferedBytes / Math.max(this.#slots.size, plans.length),
      onFailed: (error) => this.#slotFailed(slot, error),
    });
    return slot;
  }

  /** INCOMPATIBLE_TOPOLOGY: a topic has got more partitions; the number of tasks is settled at the start. */
  #assertKnown(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) {
      const plan = this.#planOf(topic);
      if (!plan || partition < plan.taskCount) continue;
      throw new MillraceError(
        'INCOMPATIBLE_TOPOLOGY',
        `Topic "${topic}" has got more partitions than the ${plan.taskCount} that the application began with: start it anew, so that it has a task for each.`,
        { details: { topic } },
      );
    }
  }

  /** A topic that was deleted takes its tasks along: an application that goes on without them would say nothing of it. TOPIC_NOT_FOUND. */
  async #assertTopics(): Promise<void> {
    const { engine, plans } = this.#options;
    try {
      for (const { topic } of plans.flatMap(({ sources }) => sources)) {
        if ((await engine.topics.describe(topic)) === null) this.#failed(topicDeleted(topic));
      }
    } catch (error) {
      this.#options.logger.warn({ error }, 'It could not be seen whether topics are there still');
    }
  }

  #revoked({ partitions }: RevocationEvent): void {
    const slots = new Set(partitions.flatMap((partition) => this.#slotOf(partition) ?? []));
    for (const slot of slots) {
      this.#askedFor.set(slot.id, slot.owner.memberId);
      void this.#release(slot).catch((error) =>
        this.#options.logger.warn({ error, task: slot.id }, 'A task could not be released; it moves at its deadline'),
      );
    }
  }

  /** Finishes what is in hand, and gives the task up with what waits (S8). */
  async #release(slot: TaskSlot): Promise<void> {
    await this.#finish(slot);
    // Where its end is not known somebody else looks it up; another's task is not to be released.
    if (!this.#forget(slot) || (slot.failure && failureOf(slot.failure.error) !== 'again')) return;
    // As its owner, which the consumer may be no more: it joins anew by itself.
    await this.#options.engine.groups.commitOffsets({ ...slot.owner, offsets: slot.offsets, release: true });
  }

  /** Ends a task behind the epoch in hand. One that takes too long is broken off, and is not here any more. */
  async #finish(slot: TaskSlot): Promise<void> {
    const late = this.#options.clock.schedule(releaseTimeoutMs, () => {
      this.#forget(slot);
      this.#drop(slot, new MillraceError('ABORTED', 'The task is to end, and its epoch took too long.'));
    });
    await slot.stop().finally(() => late.cancel());
  }

  #drop(slot: TaskSlot, reason: unknown): void {
    slot
      .cancel(reason)
      .catch((error) => this.#options.logger.warn({ error, task: slot.id }, 'A task did not end as it should'));
  }

  async #dropAll(reason: unknown): Promise<void> {
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    await Promise.allSettled(slots.map((slot) => slot.cancel(reason)));
  }

  /** Whether it was here. */
  #forget(slot: TaskSlot): boolean {
    return this.#slots.get(slot.id) === slot && this.#slots.delete(slot.id);
  }

  #slotFailed(slot: TaskSlot, error: unknown): void {
    if (this.#slots.get(slot.id) !== slot) return;
    const failure = failureOf(error);
    if (failure === 'unknown') this.#rejoin(error);
    else if (failure === 'lost') this.#lost(slot, error);
    // It was to end anyway, and nothing of its epoch was done.
    else if (failure !== 'again' || !slot.isEnding) this.#failed(error);
  }

  /** The assignment will say so; until then it does nothing. */
  #lost(slot: TaskSlot, error: unknown): void {
    this.#options.logger.warn({ error, task: slot.id }, "A task is not this instance's any more");
    this.#options.clock.schedule(lostTimeoutMs, () => {
      if (this.#slots.get(slot.id) === slot) this.#rejoin(error);
    });
  }

  /**
   * Becomes another member, so that everything is read anew: an ownership is not given again while a transaction of the one before may still commit
   * (S2).
   */
  #rejoin(error: unknown): void {
    const consumer = this.#consumer;
    if (!consumer || this.#isStopping) return;
    this.#options.logger.warn({ error, application: this.#options.applicationId }, 'The instance joins its group anew');
    this.#consumer = undefined;
    void consumer.return?.();
  }

  #failed(error: unknown): void {
    if (this.#isStopping || isMillraceError(error, 'ABORTED')) return;
    this.#options.onFailed(error);
  }

  #meter(plan: TaskPlan, partition: number): TaskMeter {
    const id = taskId(plan, partition);
    const known = this.#meters.get(id);
    if (known) return known.meter;
    const meter = new TaskMeter(plan.sources, this.#options.clock, this.#options.totals);
    this.#meters.set(id, { plan, meter });
    return meter;
  }

  #planOf(topic: string): TaskPlan | undefined {
    return this.#options.plans.find(({ sources }) => sources.some((source) => source.topic === topic));
  }

  #slotOf({ topic, partition }: TopicPartition): TaskSlot | undefined {
    const plan = this.#planOf(topic);
    return plan && this.#slots.get(taskId(plan, partition));
  }
}

const hasAny = (offsets: readonly (number | undefined)[]) => offsets.some((offset) => offset !== undefined);
const nameOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;

function topicDeleted(topic: string): MillraceError {
  return new MillraceError(
    'TOPIC_NOT_FOUND',
    `Topic "${topic}", which the application reads, was deleted: make it again, or take it out of the topology, and start the application anew.`,
    { details: { topic } },
  );
}
