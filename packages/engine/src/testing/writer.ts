import { isMillraceError } from '@millrace/core';
import type { Engine } from '../engine.ts';
import { record } from './records.ts';

/** How a call of a writer ended: where its records are, or the code it was refused with. */
export type CallOutcome =
  | { readonly call: string; readonly at: readonly (readonly [partition: number, offset: number])[] }
  | { readonly call: string; readonly code: string };

export interface WriterOptions {
  readonly engine: Engine;
  readonly topic: string;
  /** Names its calls: the n-th is `name/n`. */
  readonly name: string;
  readonly recordsPerCall: number;
  /** The i-th record of a call goes to the i-th of these, round and round. */
  readonly partitions: readonly number[];
  /** Calls that are under way at a time. */
  readonly inFlight: number;
  readonly calls: number;
  readonly signal?: AbortSignal | undefined;
  readonly onOutcome: (outcome: CallOutcome) => void;
}

/** The value of the i-th record of a call: `call|i|count`. */
function callValue(call: string, i: number, count: number): string {
  return `${call}|${i}|${count}`;
}

/** Appends one call after another, several at a time, until there were enough or the signal says so. */
export async function write(options: WriterOptions): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < options.calls && !options.signal?.aborted) {
      const call = `${options.name}/${next++}`;
      const outcome = await appendCall(options, call);
      options.onOutcome(outcome);
      // A refusal may come without any wait, and so may the next one: others must have their turn.
      if ('code' in outcome) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: options.inFlight }, worker));
}

async function appendCall(options: WriterOptions, call: string): Promise<CallOutcome> {
  const { engine, topic, recordsPerCall, partitions } = options;
  const records = Array.from({ length: recordsPerCall }, (_, i) =>
    record(null, callValue(call, i, recordsPerCall), { partition: partitions[i % partitions.length] }),
  );
  try {
    const result = await engine.append({ topic, records });
    return { call, at: records.map((_, i) => [result.partition(i), result.offset(i)] as const) };
  } catch (error) {
    // Refused at once, again and again, a writer would keep everything else from running.
    await new Promise((resolve) => setImmediate(resolve));
    return { call, code: isMillraceError(error) ? error.code : String(error) };
  }
}
