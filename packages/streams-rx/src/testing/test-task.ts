import type { Clock } from '@millrace/core';
import type { RecordToAppend } from '@millrace/engine';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { GlobalRows } from '../epoch/global-rows.ts';
import type { InputBatch } from '../record/origin.ts';
import type { TaskState } from '../state/task-state.ts';
import { deadLetter } from '../task/dead-letter.ts';
import type { EpochInput } from '../task/epoch-input.ts';
import { type ErrorPolicies, kindOfFailure } from '../task/error-policy.ts';
import { processInput } from '../task/process-input.ts';
import { type EpochLimits, runEpoch } from '../task/run-epoch.ts';
import { TaskInputs } from '../task/task-inputs.ts';
import type { TaskPlan } from '../task/task-plan.ts';

export interface TestTaskOptions {
  readonly plan: TaskPlan;
  readonly partition: number;
  readonly state: TaskState;
  readonly clock: Clock;
  readonly limits: EpochLimits;
  readonly policies: ErrorPolicies;
  readonly globals: GlobalRows;
  readonly append: (topic: string, record: RecordToAppend) => void;
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
    await processInput(input, {
      attempt: async (part) => this.#commit(await this.#run(part)),
      isOutside: () => false,
      giveUp: async ({ first: origin }, error) => {
        const kind = kindOfFailure(error);
        const policy =
          this.#options.policies[kind === 'DECODE' ? 'decode' : kind === 'PRODUCE' ? 'produce' : 'process'];
        if (policy === 'FAIL' || !origin) throw error;
        if (policy === 'SKIP') this.#options.counted({ late: 0, skipped: 1 });
        else this.#options.append(policy.deadLetterTopic, deadLetter(origin, kind, error));
      },
    });
  }

  #run(input: EpochInput): Promise<EpochContext> {
    const { signal } = new AbortController();
    return runEpoch({ ...this.#options, input, signal, counts: [], onLate: undefined });
  }

  async #commit(context: EpochContext): Promise<void> {
    const { state, append, counted } = this.#options;
    const changes = context.changes();
    const tx = { signal: new AbortController().signal, query: noSql };
    await state.write({ defer() {} }, changes);
    for (const work of context.commitWork) await work(tx);
    state.committed();
    counted(context.counts);
    for (const output of context.outputs) for (const record of output.records()) append(output.topic, record);
  }
}

const noSql = async (): Promise<never> => {
  throw new TypeError('The test driver has no database: what onCommit writes is tested with one.');
};
