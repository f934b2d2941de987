import type { Engine, Transaction } from '@millrace/engine';

/**
 * How long the server waits for a process that has a task's ownership locked, ms: as long as for any of our own sessions. Else one that is frozen
 * keeps all tasks of the application where they are.
 */
const idleTimeoutMs = 2_500;

/** Does `work` in a transaction that nobody but the owner of a task can commit. FENCED_MEMBER. */
export async function fenced<T>(
  engine: Pick<Engine, 'transaction'>,
  fence: (tx: Transaction) => Promise<void>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const { value } = await engine.transaction(
    async (tx) => {
      await fence(tx);
      return work(tx);
    },
    { idleTimeoutMs },
  );
  return value;
}
