/** A member of objects of one shape. */
interface ShapeMember {
  readonly key: string;
  /** What stands in the text before its value: the key, and all from the value before it on. */
  readonly before: Uint8Array;
  /** Of a value that is an object; null: a scalar. */
  readonly shape: JsonShape | null;
}

/** What the texts of objects that were written by the same code have in common: their keys, in their order, and the spaces between them. */
export interface JsonShape {
  readonly members: readonly ShapeMember[];
  /** From the last value to the closing bracket. */
  readonly end: Uint8Array;
}

const maxMembers = 64;
const maxDepth = 8;

const code = { quote: 0x22, comma: 0x2c, colon: 0x3a, backslash: 0x5c, open: 0x7b, close: 0x7d } as const;

/**
 * The shape of the JSON object between two places of `bytes`, whose text must be valid JSON. null: it has none that is of use, as it is no object,
 * holds an array, or has keys that are not plain ASCII or come twice.
 */
export function jsonShapeOf(bytes: Uint8Array, from: number, end: number): JsonShape | null {
  const scan = new ShapeScan(bytes, from);
  const shape = scan.object(0);
  return shape && scan.at === end ? shape : null;
}

class ShapeScan {
  readonly #bytes: Uint8Array;
  at: number;
  /** Where the text begins that belongs to no value yet. */
  #textFrom: number;
  #members = 0;

  constructor(bytes: Uint8Array, from: number) {
    this.#bytes = bytes;
    this.at = from;
    this.#textFrom = from;
  }

  /** null as well where the text ends too soon: no code is that of the byte behind the last one. */
  object(depth: number): JsonShape | null {
    if (depth === maxDepth || !this.#takes(code.open)) return null;
    const members: ShapeMember[] = [];
    const keys = new Set<string>();
    if (!this.#takes(code.close)) {
      do {
        const key = this.#key();
        if (key === null || keys.has(key) || ++this.#members > maxMembers) return null;
        keys.add(key);
        const before = this.#text();
        let shape: JsonShape | null = null;
        if (this.#bytes[this.at] === code.open) {
          shape = this.object(depth + 1);
          if (!shape) return null;
        } else if (!this.#skipScalar()) return null;
        members.push({ key, before, shape });
      } while (this.#takes(code.comma));
      if (!this.#takes(code.close)) return null;
    }
    return { members, end: this.#text() };
  }

  /** With the colon and the spaces behind it. */
  #key(): string | null {
    this.#skipSpaces();
    const from = this.at;
    if (!this.#skipString()) return null;
    const key = Buffer.from(this.#bytes.subarray(from + 1, this.at - 1)).toString('latin1');
    // Assigned, it would be the prototype.
    if (!/^[ -~]*$/.test(key) || key.includes('\\') || key === '__proto__') return null;
    if (!this.#takes(code.colon)) return null;
    this.#skipSpaces();
    return key;
  }

  #text(): Uint8Array {
    // A copy: a Buffer's `slice` would keep all of the memory.
    const text = Uint8Array.from(this.#bytes.subarray(this.#textFrom, this.at));
    this.#textFrom = this.at;
    return text;
  }

  #skipScalar(): boolean {
    const from = this.at;
    if (this.#bytes[from] === code.quote) this.#skipString();
    else while (isOfLiteral(this.#bytes[this.at])) this.at += 1;
    this.#textFrom = this.at;
    return this.at > from;
  }

  #skipString(): boolean {
    if (this.#bytes[this.at] !== code.quote) return false;
    for (let i = this.at + 1; i < this.#bytes.length; i++) {
      const byte = this.#bytes[i];
      if (byte === code.backslash) i += 1;
      else if (byte === code.quote) {
        this.at = i + 1;
        return true;
      }
    }
    return false;
  }

  /** Spaces, and the character behind them. */
  #takes(character: number): boolean {
    const from = this.at;
    this.#skipSpaces();
    if (this.#bytes[this.at] !== character) {
      this.at = from;
      return false;
    }
    this.at += 1;
    return true;
  }

  #skipSpaces(): void {
    while (isSpace(this.#bytes[this.at])) this.at += 1;
  }
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Of a number, true, false or null. */
const isOfLiteral = (byte: number | undefined) =>
  byte !== undefined &&
  (byte === 0x2b || byte === 0x2d || byte === 0x2e || (byte >= 0x30 && byte <= 0x39) || isLetter(byte));

const isLetter = (byte: number) => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
