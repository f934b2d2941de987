import { parseJsonList, type ShapedJson } from '@millrace/core';
import type { RecordBatch } from '@millrace/engine';

/** Values that are decoded at a time, at most. */
const maxValues = 256;

/** What is needed of a batch. */
export type ValuesBatch = Pick<RecordBatch, 'count' | 'valuesLatin1' | 'valueSize' | 'valueMemory' | 'valueStart'>;

/**
 * The values of a batch whose format is JSON. Objects of a shape that the topic's values had before are parsed by it, each when it is looked at. For who
 * looks at others one after the other, they are parsed many at a time, and twice as many each time; who looks at some of them here and there has
 * only those parsed.
 */
export class JsonValues {
  readonly #batch: ValuesBatch;
  readonly #shaped: ShapedJson;
  /** The first of the values at hand, and behind the last one. */
  #from = 0;
  #end = 0;
  #values: unknown[] = [];
  #size = 1;

  constructor(batch: ValuesBatch, shaped: ShapedJson) {
    this.#batch = batch;
    this.#shaped = shaped;
  }

  /** A value of the caller's own each time. undefined: it is to be decoded by itself, and may be a tombstone or no JSON. */
  take(index: number): unknown {
    const batch = this.#batch;
    const size = batch.valueSize(index);
    if (size < 0) return undefined;
    const start = batch.valueStart(index);
    const shaped = this.#shaped.parse(batch.valueMemory(index), start, start + size);
    return shaped === undefined ? this.#ofList(index) : shaped;
  }

  #ofList(index: number): unknown {
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
