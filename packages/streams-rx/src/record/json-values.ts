import { parseJsonList } from '@millrace/core';
import type { RecordBatch } from '@millrace/engine';

/** Values that are decoded at a time, at most. */
const maxValues = 256;

/**
 * The values of a batch whose format is JSON, for who looks at them one after the other: they are parsed many at a time then, and twice as many
 * each time. Who looks at some of them here and there has only those parsed.
 */
export class JsonValues {
  readonly #batch: Pick<RecordBatch, 'count' | 'valuesLatin1'>;
  /** The first of the values at hand, and behind the last one. */
  #from = 0;
  #end = 0;
  #values: unknown[] = [];
  #size = 1;

  constructor(batch: Pick<RecordBatch, 'count' | 'valuesLatin1'>) {
    this.#batch = batch;
  }

  /** Once for each record, so that every caller has a value of his own. undefined: it is to be decoded by itself, and may be a tombstone or no JSON. */
  take(index: number): unknown {
    if (index < this.#from || index >= this.#end) this.#read(index);
    const at = index - this.#from;
    const value = this.#values[at];
    this.#values[at] = undefined;
    return value;
  }

  #read(index: number): void {
    this.#size = index === this.#end ? Math.min(this.#size * 2, maxValues) : 1;
    this.#from = index;
    this.#end = Math.min(index + this.#size, this.#batch.count);
    this.#values = this.#size === 1 ? [] : (this.#parsed() ?? []);
    // Something is among them that tells its name only when it is decoded by itself.
    if (this.#values.length === 0) {
      this.#size = 1;
      this.#end = index + 1;
    }
  }

  #parsed(): unknown[] | null {
    const texts = this.#batch.valuesLatin1(this.#from, this.#end);
    const present = texts.filter((text) => text !== null);
    if (present.length === 0) return null;
    const values = parseJsonList(present);
    if (values === null || present.length === texts.length) return values;
    let next = 0;
    return texts.map((text) => (text === null ? undefined : values[next++]));
  }
}
