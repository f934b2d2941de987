import { type JsonShape, jsonShapeOf } from './json-shape.ts';

/** Shapes that are known at a time. */
const maxShapes = 4;
/** What a text of an unknown shape costs, in texts of known ones; and how far it pays to go on. */
const missCost = 8;
const maxCredit = 64;
/** Texts that are left to others before shapes are looked for anew. */
const restTexts = 4_096;
/** Bytes that are made a string at a time, from which short strings are cut. */
const minTextBytes = 512;
const maxTextBytes = 32 * 1024;
/** V8 copies what is cut from a string if it is shorter; a longer part would keep the whole string in memory. */
const maxCutLength = 12;
/** Digits of a number that surely fits a double, with the powers of ten that do. */
const maxDigits = 15;
const powersOfTen = Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent);

const failed = Symbol('no value of that shape');

/**
 * Parses JSON objects whose texts are alike, as those of one topic mostly are: it remembers their keys and what stands between values, and compares
 * bytes where a parser would read keys. Gives what `parseJson` gives, or undefined for what is to be parsed by that: a text of another shape,
 * with escapes, letters beyond ASCII, exponents, numbers of more than 15 digits, or that is no JSON.
 */
export class ShapedJson {
  #shapes: JsonShape[] = [];
  #credit = maxCredit;
  #rest = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** Part of `#bytes`, one character a byte. */
  #text = '';
  #textFrom = 0;
  #textBytes = minTextBytes;

  /** The value of the text between two places of `bytes`. */
  parse(bytes: Buffer, from: number, end: number): unknown {
    if (this.#rest > 0) {
      this.#rest -= 1;
      return undefined;
    }
    if (bytes !== this.#bytes) this.#read(bytes, from);
    this.#end = end;
    for (let i = 0; i < this.#shapes.length; i++) {
      const shape = this.#shapes[i] as JsonShape;
      this.#at = from;
      const value = this.#object(shape);
      if (value === failed || this.#at !== end) continue;
      if (this.#credit < maxCredit) this.#credit += 1;
      // Mostly the next one has the same.
      if (i > 0) this.#shapes = [shape, ...this.#shapes.filter((each) => each !== shape)];
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
      this.#shapes = [];
      return;
    }
    const shape = isJson(bytes, from, end) ? jsonShapeOf(bytes, from, end) : null;
    if (shape) this.#shapes = [shape, ...this.#shapes].slice(0, maxShapes);
  }

  #object({ members, end }: JsonShape): Record<string, unknown> | typeof failed {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < members.length; i++) {
      const { key, before, shape } = members[i] as JsonShape['members'][number];
      if (!this.#takes(before)) return failed;
      const value = shape ? this.#object(shape) : this.#scalar();
      if (value === failed) return failed;
      object[key] = value;
    }
    return this.#takes(end) ? object : failed;
  }

  #takes(text: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { length } = text;
    if (at + length > this.#end) return false;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== text[i]) return false;
    this.#at = at + length;
    return true;
  }

  #scalar(): unknown {
    const byte = this.#bytes[this.#at] as number;
    if (byte === 0x22) return this.#string();
    if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return this.#number();
    if (byte === 0x74) return this.#takes(trueText) ? true : failed;
    if (byte === 0x66) return this.#takes(falseText) ? false : failed;
    return byte === 0x6e && this.#takes(nullText) ? null : failed;
  }

  #string(): string | typeof failed {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    let at = from;
    let byte = bytes[at] as number;
    while (byte !== 0x22) {
      // A control character, an escape, beyond ASCII; or the end of the memory, which is no number.
      if (!(byte >= 0x20 && byte < 0x7f) || byte === 0x5c) return failed;
      at += 1;
      byte = bytes[at] as number;
    }
    this.#at = at + 1;
    if (at - from > maxCutLength) return bytes.toString('latin1', from, at);
    if (from < this.#textFrom || at > this.#textFrom + this.#text.length) this.#cutFrom(from);
    return this.#text.slice(from - this.#textFrom, at - this.#textFrom);
  }

  #number(): number | typeof failed {
    const bytes = this.#bytes;
    let at = this.#at;
    const isNegative = bytes[at] === 0x2d;
    if (isNegative) at += 1;
    const from = at;
    let digits = 0;
    let byte = bytes[at] as number;
    while (byte >= 0x30 && byte <= 0x39) {
      digits = digits * 10 + (byte - 0x30);
      at += 1;
      byte = bytes[at] as number;
    }
    let count = at - from;
    if (count === 0 || (count > 1 && bytes[from] === 0x30)) return failed;
    let decimals = 0;
    if (byte === 0x2e) {
      const point = at;
      at += 1;
      byte = bytes[at] as number;
      while (byte >= 0x30 && byte <= 0x39) {
        digits = digits * 10 + (byte - 0x30);
        at += 1;
        byte = bytes[at] as number;
      }
      decimals = at - point - 1;
      if (decimals === 0) return failed;
      count += decimals;
    }
    if (count > maxDigits || byte === 0x65 || byte === 0x45) return failed;
    this.#at = at;
    // Both are whole and exact in a double, so the quotient is the double that is nearest.
    const size = decimals === 0 ? digits : digits / (powersOfTen[decimals] as number);
    return isNegative ? -size : size;
  }

  #read(bytes: Buffer, from: number): void {
    this.#bytes = bytes;
    this.#text = '';
    this.#textFrom = from;
    this.#textBytes = minTextBytes;
  }

  /** More at a time, up to a limit, while one thing after the other is read. */
  #cutFrom(from: number): void {
    const isNext = from >= this.#textFrom && from < this.#textFrom + this.#text.length + minTextBytes;
    this.#textBytes = isNext ? Math.min(this.#textBytes * 2, maxTextBytes) : minTextBytes;
    this.#text = this.#bytes.toString('latin1', from, Math.min(from + this.#textBytes, this.#bytes.length));
    this.#textFrom = from;
  }
}

const trueText = Buffer.from('true');
const falseText = Buffer.from('false');
const nullText = Buffer.from('null');

function isJson(bytes: Buffer, from: number, end: number): boolean {
  try {
    JSON.parse(bytes.toString('latin1', from, end));
    return true;
  } catch {
    return false;
  }
}
