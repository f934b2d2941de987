import { isMillraceError, type LogFields, type Logger } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';

/** So many names are remembered; then they are said again. */
const maxSaid = 1_000;

export const dropRefused =
  'A table cannot be dropped; it is tried again. Where something depends on it, drop that first';

/**
 * Whether Postgres refused a statement for a reason of its own, and would do the next one: not because it cannot be reached or has
 * no room.
 */
export function isRefusal(error: unknown): boolean {
  return sqlState(error) !== undefined && !isMillraceError(translatePostgresError(error));
}

/**
 * Background work that Postgres refuses to do on one table: a view of it keeps it from being dropped, a torn page from being read.
 * It is tried again with all the others, which it keeps from nothing; it is said once, not every round.
 */
export class Refusals {
  readonly #logger: Logger;
  readonly #message: string;
  readonly #said = new Set<string>();

  constructor(logger: Logger, message: string) {
    this.#logger = logger;
    this.#message = message;
  }

  /** Throws the error when it is no refusal. `table`: its name, or that of a view, with its schema. */
  refused(table: string, error: unknown, more: LogFields = {}): void {
    if (!isRefusal(error)) throw error;
    if (this.#said.has(table)) return;
    if (this.#said.size >= maxSaid) this.#said.clear();
    this.#said.add(table);
    this.#logger.warn({ ...more, table, error }, this.#message);
  }
}
