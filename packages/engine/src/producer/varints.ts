/** Writes whole numbers up to 2^53 in as few bytes as they need, seven bits each, the lowest first. */
export class VarintWriter {
  #buffer: Buffer;
  #end = 0;

  constructor(expectedBytes: number) {
    this.#buffer = Buffer.allocUnsafe(expectedBytes);
  }

  uint(value: number): void {
    this.#reserve(8);
    if (value <= 0x7f) {
      this.#buffer[this.#end++] = value;
      return;
    }
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#end++] = (rest % 0x80) | 0x80;
      rest = rest < 0x8000_0000 ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    this.#buffer[this.#end++] = rest;
  }

  /** Small ones of either sign take little. */
  int(value: number): void {
    this.uint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  uint32(value: number): void {
    this.#reserve(4);
    const at = this.#end;
    this.#buffer[at] = value;
    this.#buffer[at + 1] = value >>> 8;
    this.#buffer[at + 2] = value >>> 16;
    this.#buffer[at + 3] = value >>> 24;
    this.#end = at + 4;
  }

  bytes(values: ArrayLike<number>): void {
    this.#reserve(values.length);
    this.#buffer.set(values, this.#end);
    this.#end += values.length;
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#end);
  }

  #reserve(size: number): void {
    if (this.#end + size <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#end + size, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#end);
    this.#buffer = grown;
  }
}

/** Reads what a `VarintWriter` wrote. */
export class VarintReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  uint(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.#buffer.readUInt8(this.#at++);
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
  }

  int(): number {
    const value = this.uint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  uint32(): number {
    this.#at += 4;
    return this.#buffer.readUInt32LE(this.#at - 4);
  }

  bytes(count: number): Buffer {
    this.#at += count;
    return this.#buffer.subarray(this.#at - count, this.#at);
  }
}
