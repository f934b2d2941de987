import type { Pool } from 'pg';
import type { EngineLimits } from '../limits.ts';

const sql = 'select millrace.expire_producers($1, $2) as expired';

/** Forgets producers that were not used for too long. Gives their number. */
export async function expireProducers(
  pool: Pool,
  {
    producerExpirationMs,
    transactionalIdExpirationMs,
  }: Pick<EngineLimits, 'producerExpirationMs' | 'transactionalIdExpirationMs'>,
): Promise<number> {
  for (let all = 0; ; ) {
    const { rows } = await pool.query<{ expired: number }>(sql, [producerExpirationMs, transactionalIdExpirationMs]);
    const expired = rows[0]?.expired ?? 0;
    all += expired;
    if (expired === 0) return all;
  }
}
