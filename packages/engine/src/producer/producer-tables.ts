import { MillraceError } from '@millrace/core';
import type { Pool } from 'pg';

/** The tables of producers' calls that count. */
export interface OpenProducerTables {
  readonly openId: number;
  /** Sealed and not carried over yet. */
  readonly sealedId: number | null;
}

/** What this node knows of the tables of producers' calls. That they were rolled is found out by a flush. */
export class ProducerTables {
  readonly #pool: Pool;
  #current: OpenProducerTables | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Known as soon as any call with a sequence has been judged. */
  get current(): OpenProducerTables {
    if (!this.#current) throw new MillraceError('INTERNAL', 'The tables of producers were not looked up.');
    return this.#current;
  }

  /** Looks them up, unless that was done since `stale` was in use. */
  async refresh(stale?: OpenProducerTables): Promise<void> {
    if (this.#current !== stale) return;
    const { rows } = await this.#pool.query<{ id: number }>('select id from millrace.producer_table_ids() as t (id)');
    const [open, sealed] = rows;
    if (!open || (stale?.openId === open.id && stale.sealedId === (sealed?.id ?? null))) {
      throw new MillraceError('INTERNAL', 'The open table of producers is missing: see millrace.producer_tables.');
    }
    this.#current = { openId: open.id, sealedId: sealed?.id ?? null };
  }
}
