const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Numbers that are the same in every run: xoshiro128**, seeded by splitmix32. */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let mix = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      mix = (mix + 0x9e3779b9) >>> 0;
      let z = mix;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    });
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return Math.floor((this.#next() / 0x1_0000_0000) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** `length` characters of 0-9a-z: 5.2 bits of entropy each. */
  text(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.below(36)];
    return text;
  }

  #next(): number {
    const s = this.#state as unknown as [number, number, number, number];
    const rotated = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
    const shifted = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11);
    return rotated;
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
