import { MillraceError } from '@millrace/core';
import { findOpenTable } from '../commit/run-commit.ts';
import type { TransactionSession } from './transaction-session.ts';

/** The open table of committed offsets, as this node's transactions last saw it; that it was rolled is found out by a commit. */
export class OffsetTable {
  #id: number | undefined;

  async find(session: TransactionSession): Promise<number> {
    if (this.#id !== undefined) return this.#id;
    this.#id = await findOpenTable(session);
    if (this.#id !== undefined) return this.#id;
    throw new MillraceError('INTERNAL', 'The open table of committed offsets is missing: see millrace.offset_tables.');
  }

  /** Says that this one is not open any more. */
  forget(id: number): void {
    if (this.#id === id) this.#id = undefined;
  }
}
