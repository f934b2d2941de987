import { MillraceError } from '@millrace/core';
import { type AnswerSource, answeredQuery } from '@millrace/database';

/** The tables of producers' calls that count. */
export interface OpenProducerTables {
  readonly openId: number;
  /** Sealed and not carried over yet. */
  readonly sealedId: number | null;
}

/** What this node knows of the tables of producers' calls. That they were rolled is found out by a flush. */
export class ProducerTables {
  readonly #source: AnswerSource;
  #current: OpenProducerTables | undefined;

  constructor(source: AnswerSource) {
    this.#source = source;
  }

  /** Known as soon as any call with a sequence has been judged. */
  get current(): OpenProducerTables {
    if (!this.#current) throw new MillraceError('INTERNAL', 'The tables of producers were not looked up.');
    return this.#current;
  }

  /** Looks them up, unless that was done since `stale` was in use. */
  async refresh(stale?: OpenProducerTables): Promise<void> {
    if (this.#current !== stale) return;
    const [open, sealed] = await answeredQuery<{ id: number }>(
      this.#source,
      'select id from millrace.producer_table_ids() as t (id)',
    );
    if (!open || (stale?.openId === open.id && stale.sealedId === (sealed?.id ?? null))) {
      throw new MillraceError('INTERNAL', 'The open table of producers is missing: see millrace.producer_tables.');
    }
    this.#current = { openId: open.id, sealedId: sealed?.id ?? null };
  }
}
