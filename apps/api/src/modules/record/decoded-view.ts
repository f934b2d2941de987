import type { Decoded } from './decode-bytes.ts';

/** A key and a value as clients get them, decoded when they are selected, and once. */
export abstract class DecodedView {
  #key: Decoded | undefined;
  #value: Decoded | undefined;

  protected abstract decodeKey(): Decoded;
  protected abstract decodeValue(): Decoded;

  get key(): unknown {
    return this.#decodedKey().value;
  }

  get keyError(): string | null {
    return this.#decodedKey().error;
  }

  get value(): unknown {
    return this.#decodedValue().value;
  }

  get valueError(): string | null {
    return this.#decodedValue().error;
  }

  #decodedKey(): Decoded {
    this.#key ??= this.decodeKey();
    return this.#key;
  }

  #decodedValue(): Decoded {
    this.#value ??= this.decodeValue();
    return this.#value;
  }
}
