import type { TableKey, TableWindow } from '@millrace/streams-rx';
import { type Decoded, decodeBytes } from '../record/decode-bytes.ts';
import type { TableFormats } from './table-formats.ts';

/** What entries and changes of a table have in common: a key with its window, and a value, decoded when they are selected. */
export abstract class TableKeyView {
  readonly partition: number;
  readonly keyBytes: Uint8Array;
  readonly window: TableWindow | null;
  readonly #formats: TableFormats;
  #key: Decoded | undefined;
  #value: Decoded | undefined;

  constructor(partition: number, { key, window }: TableKey, formats: TableFormats) {
    this.partition = partition;
    this.keyBytes = key;
    this.window = window;
    this.#formats = formats;
  }

  abstract readonly valueBytes: Uint8Array | null;

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
    this.#key ??= decodeBytes(this.#formats.keyFormat, this.keyBytes);
    return this.#key;
  }

  #decodedValue(): Decoded {
    this.#value ??= decodeBytes(this.#formats.valueFormat, this.valueBytes);
    return this.#value;
  }
}
