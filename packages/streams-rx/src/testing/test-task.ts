import { type Clock, isMillraceError, MillraceError } from '@millrace/core';
import type { RecordToAppend } from '@millrace/engine';
import type { CommitSql, EpochContext } from '../epoch/epoch-context.ts';
import type { OutputRecord } from '../epoch/epoch-output.ts';
import type { GlobalRows } from '../epoch/global-rows.ts';
import type { Releases } from '../epoch/releases.ts';
import type { InputBatch } from '../record/origin.ts';
import type { TaskState } from '../state/task-state.ts';
import type { EpochInput } from '../task/epoch-input.ts';
import { type ErrorPolicies, mayGiveUp, ProduceError } from '../task/error-policy.ts';
import { deadLettersOf, type GivenUp, givenUp } from '../task/given-up.ts';
import { processInput } from '../task/process-input.ts';
import { type EpochLimits, runEpoch } from '../task/run-epoch.ts';
import { TaskInputs } from '../task/task-inputs.ts';
import type { TaskPlan } from '../task/task-plan.ts';
import { commitAsTrial } from '../task/trial.ts';

/** Runs what `onCommit` does with an epoch in a transaction. */
export type TestTransaction = (work: (tx: Pick<CommitSql, 'query'>) => Promise<void>) => Promise<unknown>;

export interface TestTaskOptions {
  readonly plan: TaskPlan;
  readonly partition: number;
  readonly state: TaskState;
  readonly clock: Clock;
  readonly limits: EpochLimits;
  readonly policies: ErrorPolicies;
  readonly globals: GlobalRows;
  /** undefined: there is none. */
  readonly transaction: TestTransaction | undefined;
  readonly append: (topic: string, record: RecordToAppend) => void;
  /** PARTITION_NOT_FOUND. */
  readonly assertPartition: (topic: string, partition: number) => void;
  readonly counted: (counts: { readonly late: number; readonly skipped: number }) => void;
}

/** A task of a driver: commits what an epoch has made to topics and state in memory. */
export class TestTask {
  readonly #options: TestTaskOptions;
  readonly #inputs: TaskInputs;

  constructor(options: TestTaskOptions) {
    this.#options = options;
    this.#inputs = new TaskInputs(options.plan.sources);
  }

  get waiting(): number {
    return this.#inputs.waiting;
  }

  offer(source: number, batch: InputBatch & { readonly count: number }): void {
    this.#inputs.add(source, batch);
  }

  /** One epoch, of this many records at most; with 0, one without a record. */
  async step(size: number): Promise<void> {
    await this.#process(this.#inputs.take(size));
  }

  async #process(input: EpochInput): Promise<void> {
    const { policies } = this.#options;
    await processInput(input, {
      attempt: async (part, releases) => {
        const context = await this.#run(part, releases);
        await this.#commit(context);
        for (const { release, error } of releases.failures) this.#giveUp(givenUp(release.origin, error, policies));
      },
      trial: async (part, releases) => {
        const context = await this.#run(part, releases);
        const hasSql = this.#options.transaction !== undefined && context.commitWork.length > 0;
        context.changes();
        this.#outputOf(context);
        await commitAsTrial(context, () => this.#commitWork(context.commitWork), { hasSql });
      },
      // The test is to blame, and none of its records.
      isOutside: (error) => isMillraceError(error, 'INVALID_SETTINGS'),
      mayGiveUp: (error) => mayGiveUp(policies, error),
      stopping() {},
      giveUp: async ({ first: origin }, error) => {
        if (!origin || !mayGiveUp(policies, error)) throw error;
        this.#giveUp(givenUp(origin, error, policies));
      },
    });
  }

  #giveUp(given: GivenUp): void {
    if (given.policy === 'SKIP') this.#options.counted({ late: 0, skipped: 1 });
    for (const { topic, record } of deadLettersOf([given])) this.#options.append(topic, record);
  }

  #run(input: EpochInput, releases: Releases): Promise<EpochContext> {
    const { signal } = new AbortController();
    return runEpoch({ ...this.#options, input, signal, counts: [], onLate: undefined, releases });
  }

  async #commitWork(commitWork: EpochContext['commitWork']): Promise<void> {
    if (commitWork.length === 0) return;
    const { transaction = withoutDatabase } = this.#options;
    const { signal } = new AbortController();
    await transaction(async ({ query }) => {
      for (const work of commitWork) await work({ query, signal });
    });
  }

  async #commit(context: EpochContext): Promise<void> {
    const { state, append, counted } = this.#options;
    const changes = context.changes();
    const output = this.#outputOf(context);
    await state.write({ defer() {} }, changes);
    await this.#commitWork(context.commitWork);
    state.committed();
    counted(context.counts);
    for (const { topic, record } of output) append(topic, record);
  }

  /** What an epoch appends, none of which is refused: once state is committed it is too late for that. ProduceError. */
  #outputOf(context: EpochContext): { readonly topic: string; readonly record: OutputRecord }[] {
    const output = context.outputs.flatMap((each) => each.records().map((record) => ({ topic: each.topic, record })));
    for (const { topic, record } of output) {
      if (record.partition === undefined) continue;
      try {
        this.#options.assertPartition(topic, record.partition);
      } catch (error) {
        throw isMillraceError(error) ? new ProduceError(error) : error;
      }
    }
    return output;
  }
}

const withoutDatabase: TestTransaction = (work) => work({ query: noSql });

async function noSql(): Promise<never> {
  throw new MillraceError(
    'INVALID_SETTINGS',
    'The test driver has no database for the SQL of onCommit: give it a transaction to run that in, as in TestDriver.open(define, { transaction: (work) => engine.transaction(work) }).',
  );
}
