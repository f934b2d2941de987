import type { HttpCaller } from './http-caller.ts';
import { produce, type RecordInput } from './operations.ts';

/** A value that says when it was due, so that a late sender does not hide a wait. */
export interface TimedValue {
  /** On this process's monotonic clock, ms. */
  readonly dueAt: number;
  readonly [name: string]: unknown;
}

/**
 * Produces single records at a fixed rate, each a mutation of its own, however long the answers take. Resolves when all
 * are acknowledged.
 */
export async function produceAtRate(options: {
  readonly caller: HttpCaller;
  readonly topic: string;
  readonly inputs: readonly RecordInput[];
  readonly recordsPerSecond: number;
  readonly seconds: number;
}): Promise<number> {
  const { caller, topic, inputs, recordsPerSecond, seconds } = options;
  const total = recordsPerSecond * seconds;
  const intervalMs = 1000 / recordsPerSecond;
  const start = performance.now();
  const calls: Promise<unknown>[] = [];
  const sendDue = () => {
    const now = performance.now();
    for (; calls.length < total; ) {
      const dueAt = start + calls.length * intervalMs;
      if (dueAt > now) return;
      const { key, value } = inputs[calls.length % inputs.length] as RecordInput;
      calls.push(caller.call(produce(topic, [{ key, value: { ...(value as object), dueAt } }])));
    }
  };
  while (calls.length < total) {
    sendDue();
    // A timer's grain is a millisecond; turns of the event loop are finer, and leave room for what arrives.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(calls);
  return total;
}
