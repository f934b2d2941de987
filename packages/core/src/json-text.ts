import { viewOf } from './byte-views.ts';

/** Bytes that are made a string at a time, from which short strings are cut. */
const minCutBytes = 512;
const maxCutBytes = 32 * 1024;
/** V8 copies what is cut from a string if it is shorter; a longer part would keep the whole string in memory. */
const maxCutLength = 12;
/** Digits of a number that surely fits a double, with the powers of ten that do. */
const maxDigits = 15;
const powersOfTen = Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent);

const trueText = Buffer.from('true');
const falseText = Buffer.from('false');
const nullText = Buffer.from('null');

/** What is not as it was expected, or not for this reader: the text is to be parsed by something else. */
export const failed = Symbol('no value of that shape');

/** JSON text in memory, read from front to back by who knows what comes next. */
export class JsonText {
  #bytes: Buffer = Buffer.alloc(0);
  view: DataView = viewOf(this.#bytes);
  /** What comes next. */
  at = 0;
  /** Behind the text. */
  end = 0;
  /** Part of `#bytes`, one character a byte. */
  #cut = '';
  #cutFrom = 0;
  #cutBytes = minCutBytes;

  /** Goes to the text between two places of `bytes`. */
  begin(bytes: Buffer, from: number, end: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.view = viewOf(bytes);
      this.#cut = '';
      this.#cutFrom = from;
      this.#cutBytes = minCutBytes;
    }
    this.at = from;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at === this.end;
  }

  /** Goes on behind `text` if it stands here. */
  takes(text: Uint8Array): boolean {
    const bytes = this.#bytes;
    const { at } = this;
    const { length } = text;
    if (at + length > this.end) return false;
    for (let i = 0; i < length; i++) if (bytes[at + i] !== text[i]) return false;
    this.at = at + length;
    return true;
  }

  /** The string, number or literal that stands here; `failed` for one with escapes, letters beyond ASCII, exponents or more than 15 digits too. */
  scalar(): unknown {
    const byte = this.#bytes[this.at] as number;
    if (byte === 0x22) return this.#string();
    if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return this.#number();
    if (byte === 0x74) return this.takes(trueText) ? true : failed;
    if (byte === 0x66) return this.takes(falseText) ? false : failed;
    return byte === 0x6e && this.takes(nullText) ? null : failed;
  }

  #string(): string | typeof failed {
    const bytes = this.#bytes;
    const from = this.at + 1;
    let at = from;
    let byte = bytes[at] as number;
    while (byte !== 0x22) {
      // A control character, an escape, beyond ASCII; or the end of the memory, which is no number.
      if (!(byte >= 0x20 && byte < 0x7f) || byte === 0x5c) return failed;
      at += 1;
      byte = bytes[at] as number;
    }
    this.at = at + 1;
    if (at - from > maxCutLength) return bytes.toString('latin1', from, at);
    if (from < this.#cutFrom || at > this.#cutFrom + this.#cut.length) this.#readCut(from);
    return this.#cut.slice(from - this.#cutFrom, at - this.#cutFrom);
  }

  #number(): number | typeof failed {
    const bytes = this.#bytes;
    let at = this.at;
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
    this.at = at;
    // Both are whole and exact in a double, so the quotient is the double that is nearest.
    const size = decimals === 0 ? digits : digits / (powersOfTen[decimals] as number);
    return isNegative ? -size : size;
  }

  /** More at a time, up to a limit, while one thing after the other is read. */
  #readCut(from: number): void {
    const isNext = from >= this.#cutFrom && from < this.#cutFrom + this.#cut.length + minCutBytes;
    this.#cutBytes = isNext ? Math.min(this.#cutBytes * 2, maxCutBytes) : minCutBytes;
    this.#cut = this.#bytes.toString('latin1', from, Math.min(from + this.#cutBytes, this.#bytes.length));
    this.#cutFrom = from;
  }
}
