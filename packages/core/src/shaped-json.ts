import { jsonShapeOf } from './json-shape.ts';
import { failed, JsonText } from './json-text.ts';
import { type ShapeReader, shapeReader } from './shape-reader.ts';

/** Shapes that are known at a time. */
const maxShapes = 4;
/** What a text of an unknown shape costs, in texts of known ones; and how far it pays to go on. */
const missCost = 8;
const maxCredit = 64;
/** Texts that are left to others before shapes are looked for anew. */
const restTexts = 4_096;

/**
 * Parses JSON objects whose texts are alike, as those of one topic mostly are: it remembers their keys and what stands between values, and compares
 * bytes where a parser would read keys. Gives what `parseJson` gives, or undefined for what is to be parsed by that: a text of another shape,
 * with escapes, letters beyond ASCII, exponents, numbers of more than 15 digits, or that is no JSON.
 */
export class ShapedJson {
  readonly #text = new JsonText();
  /** Of the shapes, that of the last text first. */
  #readers: ShapeReader[] = [];
  #credit = maxCredit;
  #rest = 0;

  /** The value of the text between two places of `bytes`. */
  parse(bytes: Buffer, from: number, end: number): unknown {
    if (this.#rest > 0) {
      this.#rest -= 1;
      return undefined;
    }
    const text = this.#text;
    for (let i = 0; i < this.#readers.length; i++) {
      const read = this.#readers[i] as ShapeReader;
      text.begin(bytes, from, end);
      const value = read(text);
      if (value === failed || !text.isAtEnd) continue;
      if (this.#credit < maxCredit) this.#credit += 1;
      // Mostly the next one has the same.
      if (i > 0) this.#readers = [read, ...this.#readers.filter((each) => each !== read)];
      return value;
    }
    this.#missed(bytes, from, end);
    return undefined;
  }

  #missed(bytes: Buffer, from: number, end: number): void {
    this.#credit -= missCost;
    if (this.#credit < 0) {
      this.#credit = maxCredit;
      this.#rest = restTexts;
      this.#readers = [];
      return;
    }
    const shape = isJson(bytes, from, end) ? jsonShapeOf(bytes, from, end) : null;
    if (shape) this.#readers = [shapeReader(shape), ...this.#readers].slice(0, maxShapes);
  }
}

function isJson(bytes: Buffer, from: number, end: number): boolean {
  try {
    JSON.parse(bytes.toString('latin1', from, end));
    return true;
  } catch {
    return false;
  }
}
