import type { Pool, PoolClient } from 'pg';

/**
 * What one node at a time does for all: `millrace.lease_lock()` with one of these. A session holds it, so it is free as soon
 * as its holder is gone.
 */
export const leases = {
  maintenance: 1,
  retention: 2,
  compaction: 3,
  freezing: 4,
  outboxRelay: 6,
  keyIndex: 10,
} as const;

/** Does `work` if no other node holds the lease; undefined when one does. */
export async function withLease<T>(
  pool: Pool,
  lease: (typeof leases)[keyof typeof leases],
  work: (client: PoolClient) => Promise<T>,
): Promise<T | undefined> {
  const client = await pool.connect();
  let broken = true;
  try {
    const { rows } = await client.query<{ had: boolean }>(
      'select pg_try_advisory_lock(millrace.lease_lock(), $1) as had',
      [lease],
    );
    const had = rows[0]?.had ?? false;
    const result = had ? await work(client) : undefined;
    if (had) await client.query('select pg_advisory_unlock(millrace.lease_lock(), $1)', [lease]);
    broken = false;
    return result;
  } finally {
    // A session that failed is ended, and its lease with it.
    client.release(broken);
  }
}
