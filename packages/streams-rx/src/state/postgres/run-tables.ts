import { isMillraceError } from '@millrace/core';
import type { Engine, Transaction } from '@millrace/engine';
import { fenced } from './fenced.ts';
import { sqlState } from './sql-state.ts';
import type { StateLimits } from './state-limits.ts';
import type { StateTable } from './state-table.ts';

/** What making a run takes. */
export interface RunContext {
  readonly engine: Pick<Engine, 'query' | 'transaction'>;
  readonly limits: StateLimits;
  readonly fence: (tx: Transaction) => Promise<void>;
  /** Aborted when the task is closed. */
  readonly signal: AbortSignal;
}

/** The tables that a run was made of are not the state's any more. */
export const changedBySomebody = 'MR050';

/** What a run holds. */
export type FilledRun = Omit<StateTable, 'id' | 'kind'>;

/**
 * Makes a run of tables and puts it into their place. Until then it is no part of the state: one that is not finished, for whatever
 * reason, is dropped like a table that was folded.
 */
export async function makeRun(
  context: RunContext,
  store: { readonly storeId: number; readonly partition: number },
  sources: readonly number[],
  fill: (run: number) => Promise<FilledRun>,
): Promise<StateTable> {
  const { engine } = context;
  const { rows } = await engine.query<{ id: number }>('select millrace.begin_state_run($1, $2) as id', [
    store.storeId,
    store.partition,
  ]);
  const { id } = rows[0] as { readonly id: number };
  try {
    const run: StateTable = { ...(await fill(id)), id, kind: 'RUN' };
    await finishRun(context, run, sources);
    return run;
  } catch (error) {
    // Best done now; else the next owner of the partition does it.
    await engine
      .query('update millrace.dropped_state_tables d set filling = false where d.table_id = $1', [id])
      .catch(() => undefined);
    throw error;
  }
}

async function finishRun(context: RunContext, run: StateTable, sources: readonly number[]): Promise<void> {
  const { engine, fence } = context;
  const { id, lastSequence, streamTime, entryCount, byteSize } = run;
  try {
    await fenced(engine, fence, async (tx) => {
      await tx.query('select millrace.finish_state_run($1, $2::integer[], $3, $4, $5, $6)', [
        id,
        sources,
        lastSequence,
        streamTime,
        entryCount,
        byteSize,
      ]);
    });
  } catch (error) {
    // Again: that waits for the one before, and is refused where it was committed.
    if (isMillraceError(error, 'UNKNOWN_OUTCOME')) await finishRun(context, run, sources);
    else if (sqlState(error) !== changedBySomebody || !(await isInPlace(engine, id))) throw error;
  }
}

async function isInPlace(engine: Pick<Engine, 'query'>, run: number): Promise<boolean> {
  const { rowCount } = await engine.query('select from millrace.state_tables t where t.id = $1', [run]);
  return rowCount === 1;
}
