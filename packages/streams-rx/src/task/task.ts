import type { Clock, Logger } from '@millrace/core';
import type { Engine, OffsetToCommit, RecordBatch } from '@millrace/engine';
import type { ProcessingError, TaskSnapshot } from '../application/instance-snapshot.ts';
import type { StreamsLimits } from '../application/streams-limits.ts';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { GlobalRows } from '../epoch/global-rows.ts';
import type { Releases } from '../epoch/releases.ts';
import type { TaskState } from '../state/task-state.ts';
import { type EpochToCommit, isEmpty, type TaskOwner } from './commit-epoch.ts';
import type { EpochCommits } from './epoch-commits.ts';
import type { EpochInput } from './epoch-input.ts';
import { EpochSize } from './epoch-size.ts';
import { type ErrorPolicies, mayGiveUp } from './error-policy.ts';
import { deadLettersOf, errorOf, type GivenUp, givenUp } from './given-up.ts';
import type { InputWait } from './input-wait.ts';
import { OwnTopicPurge } from './own-topic-purge.ts';
import { persist } from './persist.ts';
import { postgresAnswers } from './postgres-answers.ts';
import { processInput } from './process-input.ts';
import { PunctuationWait } from './punctuation-wait.ts';
import { runEpoch } from './run-epoch.ts';
import { SlowCommitError } from './slow-commit-error.ts';
import type { SourcePositions } from './source-positions.ts';
import { failureOf } from './task-failure.ts';
import type { TaskInputs } from './task-inputs.ts';
import type { TaskMeter } from './task-meter.ts';
import { type TaskPlan, taskId } from './task-plan.ts';
import { commitAsTrial } from './trial.ts';

export interface TaskOptions {
  readonly plan: TaskPlan;
  readonly partition: number;
  readonly owner: TaskOwner;
  readonly engine: Pick<Engine, 'topics' | 'ping'>;
  readonly state: TaskState;
  readonly inputs: TaskInputs;
  readonly positions: SourcePositions;
  readonly wait: InputWait;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: StreamsLimits;
  readonly policies: ErrorPolicies;
  readonly globals: GlobalRows;
  /** Of the instance. */
  readonly commits: EpochCommits;
  readonly meter: TaskMeter;
  readonly report: (error: ProcessingError) => void;
  /** Records were taken: there is room for more. */
  readonly onTaken: () => void;
  /** It has ended by itself: by what, and what that calls for. */
  readonly onFailed: (error: unknown) => void;
}

/** In the time of an epoch that took too long the record that is to blame is looked for in that many steps, all of them together in about one such time. */
const probesPerTimeout = 16;

/** A partition of a sub-topology, by its owner: takes what waits in epochs, one after the other, each of which is committed whole or was not. */
export class Task {
  readonly id: string;
  readonly #options: TaskOptions;
  readonly #size: EpochSize;
  readonly #purge: OwnTopicPurge;
  readonly #cancelled = new AbortController();
  /** Nothing more is begun, or tried again. */
  readonly #stopping = new AbortController();
  #isRetrying = false;
  #wake: (() => void) | undefined;
  #running: Promise<void>;
  readonly #punctuations: PunctuationWait;

  constructor(options: TaskOptions) {
    this.id = taskId(options.plan, options.partition);
    this.#options = options;
    this.#size = new EpochSize(options.limits.maxEpochRecords);
    this.#purge = new OwnTopicPurge({ ...options, intervalMs: options.limits.purgeIntervalMs });
    this.#punctuations = new PunctuationWait(options.clock, options.plan.wallClocksMs);
    this.#running = this.#run();
  }

  get partition(): number {
    return this.#options.partition;
  }

  get plan(): TaskPlan {
    return this.#options.plan;
  }

  get owner(): TaskOwner {
    return this.#options.owner;
  }

  /** Behind the last record that is committed, of each partition. */
  get offsets(): OffsetToCommit[] {
    return this.#options.positions.offsets;
  }

  get snapshot(): TaskSnapshot {
    const { meter, inputs, plan, partition } = this.#options;
    return {
      subTopology: plan.subTopology.id,
      partition,
      state: this.#isRetrying ? 'RETRYING' : 'RUNNING',
      streamTime: meter.streamTime,
      bufferedRecords: inputs.waiting,
      recordsPerSecond: meter.recordsPerSecond,
      epochMs: meter.epochMs,
    };
  }

  waitingOf(source: number): number {
    return this.#options.inputs.waitingOf(source);
  }

  offer(source: number, batch: RecordBatch): void {
    this.#options.inputs.add(source, batch);
    this.#options.wait.read(source, batch);
    this.#wake?.();
  }

  /** Something has changed in what is waited for. */
  wake(): void {
    this.#wake?.();
  }

  /** Ends behind the epoch in hand, which is committed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#running;
    this.#options.wait.close();
    await this.#purge.settled();
    await this.#options.state.close();
  }

  /** What is in hand is of no use any more. It ends at once, and `stop` waits for that. */
  abort(reason: unknown): void {
    this.#cancelled.abort(reason);
    this.#stopping.abort();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    try {
      for (let due = await this.#due(); due; due = await this.#due()) {
        const { inputs, wait, onTaken, meter, clock, commits } = this.#options;
        const records = due === 'RECORDS' ? this.#size.records : 0;
        await commits.room(Math.min(records, inputs.waiting));
        const input = inputs.take(records, (source) => wait.isAwaited(source));
        onTaken();
        const startedAt = clock.monotonic();
        await this.#process(input);
        meter.epochDone(input, clock.monotonic() - startedAt);
      }
    } catch (error) {
      if (!this.#cancelled.signal.aborted) this.#options.onFailed(error);
    }
  }

  /** Waits until there is something to do: records, or while they wait for an input, a punctuation alone. undefined: it is over. */
  async #due(): Promise<'RECORDS' | 'PUNCTUATION' | undefined> {
    const { wait } = this.#options;
    for (;;) {
      if (this.#stopping.signal.aborted) return undefined;
      const punctuatesInMs = this.#punctuations.dueInMs();
      const dueInMs = wait.dueInMs();
      if (dueInMs <= 0 || punctuatesInMs <= 0) {
        this.#punctuations.seen();
        return dueInMs <= 0 ? 'RECORDS' : 'PUNCTUATION';
      }
      await this.#woken(Math.min(dueInMs, punctuatesInMs));
    }
  }

  #woken(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(limitMs) ? this.#options.clock.schedule(limitMs, () => this.#wake?.()) : undefined;
      this.#wake = () => {
        timer?.cancel();
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #process(input: EpochInput): Promise<void> {
    const { policies, report } = this.#options;
    return processInput(input, {
      attempt: (part, releases, isProbe) => this.#persist(() => this.#attempt(part, releases, isProbe)),
      trial: (part, releases) => this.#persist(() => this.#trial(part, releases)),
      isOutside: (error) => this.#cancelled.signal.aborted || failureOf(error) !== 'record',
      mayGiveUp: (error) => mayGiveUp(policies, error),
      stopping: ({ release, error }) => report(errorOf(givenUp(release.origin, error, policies), this.id)),
      giveUp: (culprit, error) => this.#persist(() => this.#giveUp(culprit, error)),
    });
  }

  async #attempt(input: EpochInput, releases: Releases, isProbe: boolean): Promise<void> {
    const { policies, meter } = this.#options;
    try {
      const context = await this.#runOperators(input, releases, isProbe);
      const held = releases.failures.map(({ release, error }) => givenUp(release.origin, error, policies));
      await this.#commit(input, { context, deadLetters: deadLettersOf(held) });
      meter.committed(context);
      for (const each of held) this.#gaveUp(each);
      this.#size.succeeded();
    } catch (error) {
      if (!isProbe) this.#size.failed(input.length, error);
      throw error;
    }
  }

  /** What fails with the commit fails here, too: it comes to its end, and is rolled back. */
  async #trial(input: EpochInput, releases: Releases): Promise<void> {
    const context = await this.#runOperators(input, releases, false);
    await commitAsTrial(context, () => this.#commit(input, { context, deadLetters: [] }), { hasSql: true });
  }

  #runOperators(input: EpochInput, releases: Releases, isProbe: boolean): Promise<EpochContext> {
    const { plan, partition, state, globals, clock, limits, meter } = this.#options;
    // Named one by one: a copy of all options takes 20 µs.
    return runEpoch({
      plan,
      partition,
      state,
      globals,
      clock,
      limits: isProbe ? { ...limits, epochTimeoutMs: limits.epochTimeoutMs / probesPerTimeout } : limits,
      input,
      signal: this.#cancelled.signal,
      counts: meter.nodeCounts,
      onLate: undefined,
      releases,
    });
  }

  /** A record that is to blame for a failure: what its policy says. */
  async #giveUp(culprit: EpochInput, error: unknown): Promise<void> {
    const { policies, report } = this.#options;
    const origin = culprit.first;
    if (!origin) throw error;
    const given = givenUp(origin, error, policies);
    if (given.policy === 'FAIL') {
      report(errorOf(given, this.id));
      throw error;
    }
    try {
      await this.#commit(culprit, { context: undefined, deadLetters: deadLettersOf([given]) });
    } catch (failure) {
      // The dead letter itself is refused: too large with its headers, or its topic is gone.
      if (['record', 'fatal'].includes(failureOf(failure))) report(errorOf(given, this.id, 'FAILED'));
      throw failure;
    }
    this.#gaveUp(given);
  }

  #gaveUp(given: GivenUp): void {
    const { report, meter } = this.#options;
    meter.gaveUp(given.policy === 'SKIP' ? 'SKIPPED' : 'DEAD_LETTERED');
    report(errorOf(given, this.id));
  }

  async #commit(input: EpochInput, what: Pick<EpochToCommit, 'context' | 'deadLetters'>): Promise<void> {
    const { commits, owner, state, positions } = this.#options;
    const offsets = positions.behind(input);
    const recordCount = input.length;
    // What changes nothing needs no transaction.
    if (recordCount === 0 && isEmpty(what)) return;
    await commits.commit(
      { owner, state, recordCount, offsets, ...what },
      { signal: this.#cancelled.signal, isAlone: this.#isRetrying },
    );
    positions.done(offsets);
    this.#purge.committed();
  }

  /** Tries again what nothing but an outage is in the way of, unless the task ends. */
  async #persist(work: () => Promise<void>): Promise<void> {
    const { clock, limits, logger, meter, engine } = this.#options;
    const isItsOwn = async (error: unknown) => error instanceof SlowCommitError && postgresAnswers(engine, clock);
    const onRetry = (error: unknown) => {
      logger.warn({ error, task: this.id }, 'An epoch could not be committed; it is tried again');
      this.#isRetrying = true;
    };
    const counted = async () => {
      try {
        await work();
      } catch (error) {
        meter.failed();
        throw error;
      } finally {
        this.#isRetrying = false;
      }
    };
    await persist({ clock, limits, signal: this.#stopping.signal, onRetry, isItsOwn }, counted);
  }
}
