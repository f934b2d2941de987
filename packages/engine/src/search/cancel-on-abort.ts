import type { Pool, PoolClient } from 'pg';

/**
 * Runs a session's statements; an abort cancels the one that runs (57014), from another session. Rejects with the signal's reason
 * then, and the session must not be used any more: a cancel that comes late would hit what it does next.
 */
export async function cancelOnAbort<T>(
  pool: Pool,
  client: PoolClient,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  // Asked, not known from the driver: between it and Postgres there may be a pooler.
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
  let cancelling: Promise<unknown> | undefined;
  const cancel = () => {
    cancelling = pool.query('select pg_cancel_backend($1)', [rows[0]?.id]).catch(() => {});
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel);
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelling;
  }
}
