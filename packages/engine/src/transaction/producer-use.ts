import type { Clock, Logger } from '@millrace/core';
import type { Pool } from 'pg';
import type { EngineLimits } from '../limits.ts';
import type { Producer } from '../producer/producer.ts';

/** Producers remembered; the one that was noted first is forgotten first, and noted again with its next transaction. */
const maxProducers = 10_000;

const useSql = `update millrace.producers set initialized_at = millrace.now()
where id = $1 and epoch = $2 and initialized_at < millrace.now() - $3`;

export interface ProducerUseOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: Pick<EngineLimits, 'producerExpirationMs'>;
}

/**
 * Keeps producers that only do transactions from being forgotten: these leave no row of a call behind. Noted a few times in the
 * time that a producer may be unused, outside of its transactions.
 */
export class ProducerUse {
  readonly #options: ProducerUseOptions;
  /** Monotonic ms, by the producer's id. */
  readonly #notedAt = new Map<number, number>();

  constructor(options: ProducerUseOptions) {
    this.#options = options;
  }

  note({ id, epoch }: Producer): void {
    const { pool, clock, logger, limits } = this.#options;
    const everyMs = Math.floor(limits.producerExpirationMs / 4);
    const now = clock.monotonic();
    const notedAt = this.#notedAt.get(id);
    if (notedAt !== undefined && now - notedAt < everyMs) return;
    this.#notedAt.delete(id);
    this.#notedAt.set(id, now);
    if (this.#notedAt.size > maxProducers) this.#notedAt.delete(this.#notedAt.keys().next().value as number);
    pool.query(useSql, [id, epoch, everyMs]).catch((error) => {
      this.#notedAt.delete(id);
      logger.debug({ error, producerId: id }, 'The use of a producer could not be noted');
    });
  }
}
