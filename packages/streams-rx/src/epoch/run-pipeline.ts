import { MillraceError } from '@millrace/core';
import { Subscription } from 'rxjs';
import { extractedTime } from '../record/extracted-time.ts';
import { readRecord } from '../record/stream-record.ts';
import type { EpochInput } from '../task/epoch-input.ts';
import type { PlannedNode, TaskPlan } from '../task/task-plan.ts';
import type { EpochContext } from './epoch-context.ts';
import { NodeOutput } from './node-output.ts';

export interface PipelineOptions {
  readonly plan: TaskPlan;
  readonly input: EpochInput;
  readonly context: EpochContext;
  /** Ends it; what it has made is of no use then. */
  readonly signal: AbortSignal;
  /** Of each node, in their order in the plan: how many records it gave. Added to. */
  readonly counts: number[];
}

/**
 * Runs the records of an epoch through a task's nodes, as cold Observables that complete. Resolves when all have completed: what the epoch has made is
 * in its context then. Rejects with the first error, after which nothing of it runs on that RxJS can stop.
 */
export function runPipeline({ plan, input, context, signal, counts }: PipelineOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscriptions = new Subscription();
    let open = plan.nodes.length;
    const settle = (error?: unknown) => {
      signal.removeEventListener('abort', aborted);
      subscriptions.unsubscribe();
      for (const [place, output] of outputs.entries()) counts[place] = (counts[place] ?? 0) + output.count;
      if (error === undefined) resolve();
      else reject(error);
    };
    const fail = (error: unknown) => {
      context.releases.end();
      settle(error ?? new MillraceError('PROCESSING_FAILED', 'An operator failed with nothing.'));
    };
    const aborted = () => fail(signal.reason);
    const outputs = plan.nodes.map(() => new NodeOutput());
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    signal.addEventListener('abort', aborted, { once: true });
    const closed = (output: NodeOutput) => {
      output.complete();
      open -= 1;
      if (open === 0) settle();
    };
    // From the ends to the sources, so that nothing is missed of what comes at once.
    for (let place = plan.nodes.length - 1; place >= 0; place--) {
      const { node, place: own, inputs } = plan.nodes[place] as PlannedNode;
      if (node.kind === 'SOURCE' || node.kind === 'GLOBAL') continue;
      const output = outputs[place] as NodeOutput;
      const built = node.build(
        inputs.map((at) => outputs[at] as NodeOutput),
        context,
        own,
      );
      subscriptions.add(
        built.subscribe({
          next: (item) => output.next(item),
          error: fail,
          complete: () => closed(output),
        }),
      );
    }
    feed(plan, input, outputs, () => subscriptions.closed);
    for (const place of plan.sourcePlaces) if (!subscriptions.closed) closed(outputs[place] as NodeOutput);
  });
}

function feed(plan: TaskPlan, input: EpochInput, outputs: readonly NodeOutput[], isOver: () => boolean): void {
  for (const { batch, values, source: number, index: first, ordinal: firstOrdinal, count } of input.runs) {
    const source = plan.sources[number] as TaskPlan['sources'][number];
    const { keySerde, valueSerde, timestampOf } = source;
    const output = outputs[plan.sourcePlaces[number] as number] as NodeOutput;
    for (let i = 0; i < count; i++) {
      const origin = { batch, index: first + i, ordinal: firstOrdinal + i, values };
      const record = readRecord(origin, keySerde, valueSerde);
      output.next(timestampOf ? record.with({ timestamp: extractedTime(record, timestampOf) }) : record);
      if (isOver()) return;
    }
  }
}
