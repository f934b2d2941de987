import { type Clock, MillraceError } from '@millrace/core';
import { isLockTimeout, translatePostgresError } from '@millrace/database';
import type { Pool } from 'pg';
import type { InitProducerInput, Producer } from './producer.ts';

const maxTransactionalIdLength = 249;
/** Between two attempts to get the lock: each makes appends of the older epoch wait for 100 ms at most. */
const retryMs = 50;

export interface InitProducerOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly limits: { readonly deliveryTimeoutMs: number };
}

/**
 * A new producer, or that of a transactional id with the next epoch: what is appended for an older one is done by then, or never
 * will be. INVALID_INPUT for an id of the wrong length; PARTITION_BUSY when an append of the older one stands still for too long.
 */
export async function initProducer(
  { pool, clock, limits }: InitProducerOptions,
  { transactionalId }: InitProducerInput,
): Promise<Producer> {
  if (transactionalId !== undefined) assertTransactionalId(transactionalId);
  const deadline = clock.monotonic() + limits.deliveryTimeoutMs;
  for (;;) {
    try {
      const { rows } = await pool.query<Producer>('select id, epoch from millrace.init_producer($1)', [
        transactionalId,
      ]);
      return rows[0] as Producer;
    } catch (error) {
      if (!isLockTimeout(error)) throw translatePostgresError(error);
      if (clock.monotonic() >= deadline) {
        throw new MillraceError(
          'PARTITION_BUSY',
          `An append of "${transactionalId}" has not ended for ${limits.deliveryTimeoutMs} ms. Call initProducer again: the epoch is not raised yet.`,
          { cause: error },
        );
      }
    }
    await clock.sleep(retryMs);
  }
}

function assertTransactionalId(id: string): void {
  if (id.length >= 1 && id.length <= maxTransactionalIdLength && !id.includes('\u0000')) return;
  throw new MillraceError(
    'INVALID_INPUT',
    `A transactional id is 1 to ${maxTransactionalIdLength} characters without U+0000, not ${id.length}.`,
  );
}
