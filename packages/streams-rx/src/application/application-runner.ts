import { type Clock, isMillraceError, type Logger, MillraceError } from '@millrace/core';
import type { AssignmentEvent, Consumer, Engine, RecordBatch, RevocationEvent, TopicPartition } from '@millrace/engine';
import type { StateBackend, TaskState } from '../state/task-state.ts';
import type { TaskOwner } from '../task/commit-epoch.ts';
import type { ErrorPolicies } from '../task/error-policy.ts';
import { InputWait } from '../task/input-wait.ts';
import { SourcePositions } from '../task/source-positions.ts';
import { Task } from '../task/task.ts';
import { failureOf } from '../task/task-failure.ts';
import { TaskInputs } from '../task/task-inputs.ts';
import { type InstanceTotals, TaskMeter } from '../task/task-meter.ts';
import type { TaskPlan } from '../task/task-plan.ts';
import { Turns } from '../task/turns.ts';
import type { GlobalTables } from './global-tables.ts';
import type { ProcessingError } from './instance-snapshot.ts';
import type { StreamsLimits } from './streams-limits.ts';

export interface ApplicationRunnerOptions {
  readonly applicationId: string;
  readonly engine: Engine;
  readonly backend: StateBackend;
  readonly plans: readonly TaskPlan[];
  readonly globals: GlobalTables;
  readonly policies: ErrorPolicies;
  readonly limits: StreamsLimits;
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

/** A task that is there, or is being opened: what comes meanwhile waits in its inputs. */
interface Slot {
  readonly plan: TaskPlan;
  readonly partition: number;
  readonly inputs: TaskInputs;
  readonly paused: Set<number>;
  /** Of each source: where its next batch begins. */
  readonly nextOffsets: number[];
  task: Task | undefined;
  /** Resolves when it is open. Its ownership is that of a member and a generation. */
  opening: Promise<void>;
  isOver: boolean;
}

const maxRecordsPerBatch = 5_000;
/** All that the consumer may have handed out: what waits is bounded by each partition's `maxBufferedRecords`. */
const maxUncommitted = 1_000_000;
const maxProcessingMs = 24 * 3_600_000;

/** The tasks that this instance owns: follows its assignment, hands records on, gives up what it is asked for. */
export class ApplicationRunner {
  readonly #options: ApplicationRunnerOptions;
  readonly #commits: Turns;
  readonly #slots = new Map<string, Slot>();
  /** Of each task that it has had. */
  readonly #meters = new Map<string, { readonly plan: TaskPlan; readonly meter: TaskMeter }>();
  #consumer: Consumer | undefined;
  #following: Promise<void> | undefined;
  #isStopping = false;
  #joined: (() => void) | undefined;

  constructor(options: ApplicationRunnerOptions) {
    this.#options = options;
    this.#commits = new Turns(options.limits.maxCommits);
  }

  /** Resolves when it has been assigned tasks, possibly none. Rejects where it cannot join: TOPIC_NOT_FOUND, INCONSISTENT_GROUP. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#joined = resolve;
      this.#following = this.#follow().catch((error) => {
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
    await Promise.all([...this.#slots.values()].map((slot) => this.#close(slot)));
    await this.#consumer?.return?.();
    await this.#following;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopping) {
      const consumer = this.#join();
      this.#consumer = consumer;
      for await (const event of consumer) {
        if (this.#consumer !== consumer) break;
        if (event.kind === 'RECORDS') this.#offer(event.batch);
        else if (event.kind === 'ASSIGNMENT') this.#assigned(event);
        else this.#revoked(event);
      }
      // It was given up, by `rejoin` or by `stop`.
      await this.#dropAll(new MillraceError('ABORTED', 'The instance joins its group anew.'));
    }
  }

  #join(): Consumer {
    const { applicationId, engine, plans, sessionTimeoutMs, instanceId, clientId } = this.#options;
    const topics = plans.flatMap(({ sources }) => sources.map(({ topic }) => topic));
    return engine.consumer({
      group: applicationId,
      topics,
      units: plans.map(({ subTopology, sources }) => ({
        name: subTopology.id,
        topics: sources.map(({ topic }) => topic),
      })),
      clientId,
      instanceId,
      maxRecords: maxRecordsPerBatch,
      maxUncommitted,
      maxProcessingMs,
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
    });
  }

  #offer(batch: RecordBatch): void {
    const slot = this.#slotOf(batch);
    if (!slot || slot.isOver) return;
    const source = sourceOf(slot.plan, batch.topic);
    slot.nextOffsets[source] = batch.nextOffset;
    if (slot.task) slot.task.offer(source, batch);
    else slot.inputs.add(source, batch);
    if (slot.paused.has(source) || slot.inputs.waitingOf(source) < this.#options.limits.maxBufferedRecords) return;
    slot.paused.add(source);
    this.#consumer?.pause([batch]);
  }

  #assigned({ memberId, generation, partitions }: AssignmentEvent): void {
    const owned = new Map(partitions.map((partition) => [nameOf(partition), partition.offset]));
    const owner: TaskOwner = { group: this.#options.applicationId, memberId, generation };
    for (const [id, slot] of this.#slots) {
      const isKept = slot.plan.sources.every(({ topic }, source) => {
        const offset = owned.get(nameOf({ topic, partition: slot.partition }));
        return offset === undefined || offset === slot.nextOffsets[source];
      });
      const isOwned = slot.plan.sources.some(({ topic }) => owned.has(nameOf({ topic, partition: slot.partition })));
      const isSameMember = slot.task === undefined || slot.task.owner.memberId === memberId;
      if (isOwned && isKept && isSameMember) continue;
      this.#slots.delete(id);
      void this.#drop(slot, new MillraceError('FENCED_MEMBER', "The task is not this instance's any more."));
    }
    for (const plan of this.#options.plans) {
      for (let partition = 0; partition < plan.taskCount; partition++) {
        const sources = plan.sources.map(({ topic }) => ({ topic, offset: owned.get(nameOf({ topic, partition })) }));
        if (sources.every(({ offset }) => offset === undefined)) continue;
        const id = `${plan.subTopology.id}/${partition}`;
        if (!this.#slots.has(id)) this.#slots.set(id, this.#open(plan, partition, owner, sources));
      }
    }
    this.#joined?.();
  }

  #open(
    plan: TaskPlan,
    partition: number,
    owner: TaskOwner,
    sources: readonly { readonly topic: string; readonly offset: number | undefined }[],
  ): Slot {
    const slot: Slot = {
      plan,
      partition,
      inputs: new TaskInputs(plan.sources.length),
      paused: new Set(),
      nextOffsets: sources.map(({ offset }) => offset ?? 0),
      task: undefined,
      opening: Promise.resolve(),
      isOver: false,
    };
    slot.opening = this.#openTask(slot, owner, sources).catch((error) => {
      if (!slot.isOver) this.#failed(error);
    });
    return slot;
  }

  async #openTask(
    slot: Slot,
    owner: TaskOwner,
    sources: readonly { readonly topic: string; readonly offset: number | undefined }[],
  ): Promise<void> {
    const { engine, backend, clock, limits } = this.#options;
    const { plan, partition, inputs } = slot;
    // A topic with fewer partitions has none for this task.
    const read = sources.filter(({ offset }) => offset !== undefined) as { topic: string; offset: number }[];
    const positions = new SourcePositions(partition, sources);
    const ends = await Promise.all(
      read.map(async ({ topic }) => (await engine.topics.bounds(topic, [partition]))[0]?.endOffset ?? 0),
    );
    const state: TaskState = await backend.open({
      partition,
      stores: plan.subTopology.stores.map(({ spec }) => spec),
      fence: (tx) => tx.commitOffsets({ ...owner, offsets: positions.offsets }),
    });
    if (slot.isOver) {
      await state.close();
      return;
    }
    const wait = new InputWait({
      inputs,
      clock,
      maxTaskIdleMs: limits.maxTaskIdleMs,
      sources: sources.map(({ topic, offset }, source) => ({
        offset: offset === undefined ? 0 : (slot.nextOffsets[source] as number),
        endOffset: offset === undefined ? 0 : (ends[read.findIndex((each) => each.topic === topic)] as number),
      })),
    });
    const task: Task = new Task({
      ...this.#options,
      plan,
      partition,
      owner,
      state,
      inputs,
      positions,
      wait,
      meter: this.#meter(idOf(slot), plan),
      commits: this.#commits,
      global: (topic) => this.#options.globals.rows(topic),
      onTaken: () => this.#resume(slot),
      onFailed: (error) => this.#taskFailed(slot, error),
    });
    slot.task = task;
  }

  #revoked({ partitions }: RevocationEvent): void {
    const slots = new Set(partitions.flatMap((partition) => this.#slotOf(partition) ?? []));
    for (const slot of slots) {
      void this.#release(slot).catch((error) =>
        this.#options.logger.warn({ error }, 'A task could not be released; it moves at its deadline'),
      );
    }
  }

  /** Finishes what is in hand, and gives the task up with what waits. */
  async #release(slot: Slot): Promise<void> {
    await this.#close(slot);
    const offsets = slot.task?.offsets;
    const consumer = this.#consumer;
    if (!offsets || !consumer || this.#slots.get(idOf(slot)) !== slot) return;
    this.#slots.delete(idOf(slot));
    await consumer.commit(offsets, { release: true });
  }

  async #close(slot: Slot): Promise<void> {
    slot.isOver = true;
    await slot.opening;
    await slot.task?.stop();
  }

  async #drop(slot: Slot, reason: unknown): Promise<void> {
    slot.isOver = true;
    await slot.opening;
    await slot.task?.cancel(reason);
  }

  async #dropAll(reason: unknown): Promise<void> {
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    await Promise.all(slots.map((slot) => this.#drop(slot, reason)));
  }

  #taskFailed(slot: Slot, error: unknown): void {
    if (this.#slots.get(idOf(slot)) !== slot) return;
    const failure = failureOf(error);
    if (failure === 'lost' || failure === 'unknown') this.#rejoin(error);
    else this.#failed(error);
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

  #resume(slot: Slot): void {
    const low = this.#options.limits.maxBufferedRecords / 2;
    for (const source of slot.paused) {
      if (slot.inputs.waitingOf(source) > low) continue;
      slot.paused.delete(source);
      const topic = slot.plan.sources[source]?.topic as string;
      this.#consumer?.resume([{ topic, partition: slot.partition }]);
    }
  }

  #meter(id: string, plan: TaskPlan): TaskMeter {
    const known = this.#meters.get(id);
    if (known) return known.meter;
    const meter = new TaskMeter(this.#options.clock, this.#options.totals);
    this.#meters.set(id, { plan, meter });
    return meter;
  }

  #slotOf({ topic, partition }: TopicPartition): Slot | undefined {
    const plan = this.#options.plans.find(({ sources }) => sources.some((source) => source.topic === topic));
    return plan && this.#slots.get(`${plan.subTopology.id}/${partition}`);
  }
}

const nameOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;
const idOf = ({ plan, partition }: Slot) => `${plan.subTopology.id}/${partition}`;
const sourceOf = (plan: TaskPlan, topic: string) => plan.sources.findIndex((source) => source.topic === topic);
