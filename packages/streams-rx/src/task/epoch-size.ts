import { isMillraceError, type MillraceError } from '@millrace/core';

/** Epochs that have gone well before a larger one is tried. */
const growAfterEpochs = 8;

/** How many records the next epoch takes: fewer once one was too much for its time or its transaction, more again when all goes well. */
export class EpochSize {
  readonly #max: number;
  #records: number;
  #succeeded = 0;

  constructor(maxRecords: number) {
    this.#max = maxRecords;
    this.#records = maxRecords;
  }

  get records(): number {
    return this.#records;
  }

  failed(records: number, error: unknown): void {
    if (!isTooMuch(error) || records < 2) return;
    this.#records = Math.min(this.#records, Math.ceil(records / 2));
    this.#succeeded = 0;
  }

  succeeded(): void {
    if (this.#records === this.#max) return;
    this.#succeeded += 1;
    if (this.#succeeded < growAfterEpochs) return;
    this.#succeeded = 0;
    this.#records = Math.min(this.#records * 2, this.#max);
  }
}

/** Of more than there may be at once: less of the same may do. */
export const isTooMuch = (error: unknown): error is MillraceError =>
  isMillraceError(error, 'EPOCH_TIMEOUT') ||
  isMillraceError(error, 'TOO_MANY_RECORDS') ||
  isMillraceError(error, 'CALL_TOO_LARGE');
