import { isMillraceError } from '@millrace/core';
import type { Engine, OffsetToCommit, RecordToAppend, Transaction, TransactionOptions } from '@millrace/engine';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { EpochOutput } from '../epoch/epoch-output.ts';
import type { TaskState } from '../state/task-state.ts';
import { DeadLetterError, ProduceError } from './error-policy.ts';
import { SlowCommitError } from './slow-commit-error.ts';

/** As whom a task commits: by this its commits count while it owns its partitions, and not a moment longer. */
export interface TaskOwner {
  readonly group: string;
  readonly memberId: string;
  /** That of the assignment by which it got them. */
  readonly generation: number;
}

/** All that is to be committed of an epoch. */
export interface EpochToCommit {
  readonly owner: TaskOwner;
  readonly state: TaskState;
  /** undefined: no record is processed, only done with. */
  readonly context: EpochContext | undefined;
  /** Input records. */
  readonly recordCount: number;
  readonly offsets: readonly OffsetToCommit[];
  readonly deadLetters: readonly { readonly topic: string; readonly record: RecordToAppend }[];
}

/** Whether nothing comes of an epoch but that it is done. */
export function isEmpty({ context, deadLetters }: Pick<EpochToCommit, 'context' | 'deadLetters'>): boolean {
  if (deadLetters.length > 0) return false;
  return (
    !context || (context.outputs.length === 0 && context.commitWork.length === 0 && context.changes().length === 0)
  );
}

/**
 * One transaction with all that epochs of different tasks have made: records, state, the caller's own rows and how far they are (S1). When it rejects
 * nothing of any of them is there, unless with UNKNOWN_OUTCOME.
 */
export async function commitEpochs(
  engine: Pick<Engine, 'transaction'>,
  epochs: readonly EpochToCommit[],
  options: Pick<TransactionOptions, 'timeoutMs' | 'signal'>,
): Promise<void> {
  const onCommit = { isUnderWay: false };
  try {
    await engine.transaction(async (tx) => {
      for (const epoch of epochs) await addEpoch(tx, epoch, onCommit);
    }, options);
  } catch (error) {
    // Where nobody knows, the task comes to its end, and whoever owns it next reads what is there (S2).
    if (!isMillraceError(error, 'UNKNOWN_OUTCOME')) {
      for (const { state } of epochs) await state.rolledBack({ outcomeUnknown: false });
    }
    if (onCommit.isUnderWay && isMillraceError(error, 'TRANSACTION_TIMEOUT')) {
      throw new SlowCommitError(options.timeoutMs, error);
    }
    throw error;
  }
  for (const { state } of epochs) state.committed();
}

async function addEpoch(
  tx: Transaction,
  epoch: EpochToCommit,
  /** Set while the caller's own part is done. */
  onCommit: { isUnderWay: boolean },
): Promise<void> {
  // What was given up meanwhile marks nothing as written.
  tx.signal.throwIfAborted();
  const { owner, state, context, offsets, deadLetters } = epoch;
  const changes = context?.changes() ?? [];
  for (const output of context?.outputs ?? []) await appendOutput(tx, output);
  for (const { topic, record } of deadLetters) {
    await appendOr(DeadLetterError, () => tx.append({ topic, records: [record] }));
  }
  if (changes.length > 0) await state.write(tx, changes);
  onCommit.isUnderWay = true;
  for (const work of context?.commitWork ?? []) await work({ query: tx.query, signal: tx.signal });
  onCommit.isUnderWay = false;
  await tx.commitOffsets({ offsets, ...owner });
}

async function appendOutput(tx: Transaction, output: EpochOutput): Promise<void> {
  const { topic } = output;
  for (const records of output.calls()) await appendOr(ProduceError, () => tx.append({ topic, records }));
}

/** What is refused because of what it is has an error of its own: the record that it was made of is to blame. */
async function appendOr(refused: typeof ProduceError, append: () => Promise<unknown>): Promise<void> {
  try {
    await append();
  } catch (error) {
    throw isMillraceError(error) && !error.retriable ? new refused(error) : error;
  }
}
