import { type Clock, MillraceError } from '@millrace/core';
import { EpochContext, type EpochContextOptions } from '../epoch/epoch-context.ts';
import { runPipeline } from '../epoch/run-pipeline.ts';
import type { EpochInput } from './epoch-input.ts';
import { type TaskPlan, taskId } from './task-plan.ts';

export interface EpochLimits {
  /** How long the operators of an epoch may take, ms. */
  readonly epochTimeoutMs: number;
  readonly maxEpochOutputRecords: number;
  readonly maxStateValueBytes: number;
}

export interface RunEpochOptions
  extends Pick<EpochContextOptions, 'partition' | 'state' | 'globals' | 'onLate' | 'releases'> {
  readonly plan: TaskPlan;
  readonly clock: Clock;
  readonly limits: EpochLimits;
  readonly input: EpochInput;
  readonly signal: AbortSignal;
  readonly counts: number[];
}

/** Runs an epoch's operators. What it has made is in the context; nothing is committed. EPOCH_TIMEOUT, and whatever operators fail with. */
export async function runEpoch(options: RunEpochOptions): Promise<EpochContext> {
  const { plan, clock, limits, input, counts } = options;
  const wallClock = options.releases.begin(clock.now());
  const context = new EpochContext({
    task: taskId(plan, options.partition),
    partition: options.partition,
    state: options.state,
    globals: options.globals,
    onLate: options.onLate,
    releases: options.releases,
    wallClock,
    maxOutputRecords: limits.maxEpochOutputRecords,
    maxStateValueBytes: limits.maxStateValueBytes,
  });
  const ended = new AbortController();
  const aborted = () => ended.abort(options.signal.reason);
  if (options.signal.aborted) aborted();
  else options.signal.addEventListener('abort', aborted, { once: true });
  const timer = clock.schedule(limits.epochTimeoutMs, () => ended.abort(timeout(limits.epochTimeoutMs)));
  try {
    await runPipeline({ plan, input, context, signal: ended.signal, counts });
    return context;
  } finally {
    timer.cancel();
    options.signal.removeEventListener('abort', aborted);
  }
}

function timeout(epochTimeoutMs: number): MillraceError {
  return new MillraceError(
    'EPOCH_TIMEOUT',
    `The operators of an epoch had not come to an end after ${epochTimeoutMs} ms (epochTimeoutMs): something asynchronous in them never settles, or takes too long. Give it a time limit of its own, or allow more.`,
  );
}
