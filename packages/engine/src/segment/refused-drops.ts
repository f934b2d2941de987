import { isMillraceError, type Logger } from '@millrace/core';
import { sqlState, translatePostgresError } from '@millrace/database';

/** So many names are remembered; then they are said again. */
const maxSaid = 1_000;

/**
 * Whether Postgres refused a statement for a reason of its own, and would do the next one: not because it cannot be reached or has
 * no room.
 */
export function isRefusal(error: unknown): boolean {
  return sqlState(error) !== undefined && !isMillraceError(translatePostgresError(error));
}

/**
 * What Postgres refuses to drop, mostly because somebody made a view of it. It is tried again with all the others, which it keeps from
 * nothing; it is said once, not every round.
 */
export class RefusedDrops {
  readonly #logger: Logger;
  readonly #said = new Set<string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Throws the error when it is no refusal. `name`: of a table or view, with its schema. */
  refused(name: string, error: unknown): void {
    if (!isRefusal(error)) throw error;
    if (this.#said.has(name)) return;
    if (this.#said.size >= maxSaid) this.#said.clear();
    this.#said.add(name);
    this.#logger.warn(
      { table: name, error },
      'A table cannot be dropped; it is tried again. Where something depends on it, drop that first',
    );
  }
}
