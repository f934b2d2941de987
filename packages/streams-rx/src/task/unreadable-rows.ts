import type { ProcessingError } from '../application/instance-snapshot.ts';
import type { GlobalRow } from '../record/global-row.ts';
import type { GlobalRowError } from '../record/global-row-error.ts';
import type { ErrorPolicy } from './error-policy.ts';
import { processingError } from './processing-error.ts';

/**
 * Decides of rows of global tables that cannot be decoded, for all tasks of an instance: once for each row, however many records meet it (S53). A row stays
 * in its topic, so no dead letter is written of it: what is not SKIP is FAIL.
 */
export class UnreadableRows {
  readonly #policy: ErrorPolicy;
  readonly #told: (error: ProcessingError) => void;
  /** Those that were told of; one that is replaced goes by itself. */
  readonly #met = new WeakSet<GlobalRow>();

  /** `policy`: for what cannot be decoded. `told`: hears once of each row. */
  constructor(policy: ErrorPolicy, told: (error: ProcessingError) => void) {
    this.#policy = policy;
    this.#told = told;
  }

  /** Returns where the row is to be as if it was not there; throws the error else. */
  meet(error: GlobalRowError, task: string): void {
    const { topic, row } = error;
    const { partition, offset } = row;
    const isLeftOut = this.#policy === 'SKIP';
    if (!this.#met.has(row)) {
      this.#met.add(row);
      const outcome = isLeftOut ? 'SKIPPED' : 'FAILED';
      this.#told(processingError(error, { kind: 'DECODE', outcome, task, topic, partition, offset }));
    }
    if (!isLeftOut) throw error;
  }
}
