import type { Transaction } from '@millrace/engine';
import type { StateBackend, StoreChanges, StoreKind, StoreSpec, TaskState } from '../state/task-state.ts';

/** Where the state of an application is kept, which any number of processes can open. */
export interface StateHome {
  /** As another process has it. */
  backend(): StateBackend;
  /** Does `work` in a transaction, which is committed or rolled back. */
  transaction(work: (tx: Pick<Transaction, 'defer'>) => Promise<void>, commit: boolean): Promise<void>;
  /** Lets the backend put in order what it puts in order from time to time. */
  settle(state: TaskState): Promise<void>;
  remove(): Promise<void>;
}

/** How an epoch ends: by what becomes of it, and whether its owner hears of it. */
export type EpochEnd = 'COMMITTED' | 'ROLLED_BACK' | 'UNKNOWN_COMMITTED' | 'UNKNOWN_ROLLED_BACK';

export const storeSpec = (
  name: string,
  kind: StoreKind = 'KEY_VALUE',
  retentionMs: number | null = null,
): StoreSpec => ({
  name,
  kind,
  retentionMs,
  keyFormat: 'STRING',
  valueFormat: 'JSON',
  isTable: true,
});

export const changesOf = (
  store: string,
  entries: Readonly<Record<string, string | null>>,
  streamTime: number | null = null,
): StoreChanges => ({
  store,
  streamTime,
  entries: new Map(
    Object.entries(entries).map(([key, value]) => [key, value === null ? null : Buffer.from(value)] as const),
  ),
});

/** Values as text. */
export const texts = (values: readonly (Uint8Array | null)[]) =>
  values.map((value) => value && Buffer.from(value).toString());

/** Writes an epoch and ends it. */
export async function epoch(
  home: StateHome,
  state: TaskState,
  changes: readonly StoreChanges[],
  end: EpochEnd = 'COMMITTED',
): Promise<void> {
  await home.transaction((tx) => state.write(tx, changes), end.endsWith('COMMITTED'));
  if (end === 'COMMITTED') state.committed();
  else await state.rolledBack({ outcomeUnknown: end.startsWith('UNKNOWN') });
}
