import type { TableKey, TableWindow } from '@millrace/streams-rx';
import { type Decoded, decodeBytes } from '../record/decode-bytes.ts';
import { DecodedView } from '../record/decoded-view.ts';
import type { TableFormats } from './table-formats.ts';

/** What entries and changes of a table have in common: a key with its window, and a value, decoded when they are selected. */
export abstract class TableKeyView extends DecodedView {
  readonly partition: number;
  readonly keyBytes: Uint8Array;
  readonly window: TableWindow | null;
  readonly #formats: TableFormats;

  constructor(partition: number, { key, window }: TableKey, formats: TableFormats) {
    super();
    this.partition = partition;
    this.keyBytes = key;
    this.window = window;
    this.#formats = formats;
  }

  abstract readonly valueBytes: Uint8Array | null;

  protected decodeKey(): Decoded {
    return decodeBytes(this.#formats.keyFormat, this.keyBytes);
  }

  protected decodeValue(): Decoded {
    return decodeBytes(this.#formats.valueFormat, this.valueBytes);
  }
}
