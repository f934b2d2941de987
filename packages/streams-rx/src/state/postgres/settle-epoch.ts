import type { Engine, Transaction } from '@millrace/engine';
import { fenced } from './fenced.ts';
import { tableOf } from './state-table.ts';

/**
 * Whether the epoch that wrote row `sequence` was committed. The row is inserted unless it is there: that waits for a transaction which
 * has inserted it and has not ended, and from then on the epoch can be committed no more. What it leaves is an epoch that changed nothing.
 */
export async function settleEpoch(
  engine: Pick<Engine, 'transaction'>,
  fence: (tx: Transaction) => Promise<void>,
  row: { readonly table: number; readonly sequence: number; readonly streamTime: number | null },
): Promise<boolean> {
  return fenced(engine, fence, async (tx) => {
    const { rowCount } = await tx.query(
      `insert into ${tableOf(row.table)} (sequence, stream_time, added, keys, "values") values ($1, $2, 0, '{}', '{}') on conflict (sequence) do nothing`,
      [row.sequence, row.streamTime],
    );
    return rowCount === 0;
  });
}
