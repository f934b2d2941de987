import type { RecordBatch } from '../record/record-batch.ts';

type Reader = AsyncIterableIterator<RecordBatch>;

/**
 * A reader that is opened by its first `next`. An async generator would do the same but could not be left while it waits:
 * here `return()` takes effect at once, also while the reader is being opened.
 */
export class DeferredReader implements Reader {
  readonly #open: () => Promise<Reader>;
  #reader: Promise<Reader> | undefined;
  #left = false;

  constructor(open: () => Promise<Reader>) {
    this.#open = open;
  }

  async next(): Promise<IteratorResult<RecordBatch, undefined>> {
    if (this.#left) return { done: true, value: undefined };
    this.#reader ??= this.#open();
    return (await this.#reader).next();
  }

  async return(): Promise<IteratorResult<RecordBatch, undefined>> {
    this.#left = true;
    void this.#reader?.then(
      (reader) => reader.return?.(),
      () => undefined,
    );
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
