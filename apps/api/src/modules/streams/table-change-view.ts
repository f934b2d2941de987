import type { TableKey } from '@millrace/streams-rx';
import type { TableFormats } from './table-formats.ts';
import { TableKeyView } from './table-key-view.ts';

/** A change of a table as the schema's `TableChange`; a null value: the entry is gone. */
export class TableChangeView extends TableKeyView {
  readonly valueBytes: Uint8Array | null;

  constructor(partition: number, key: TableKey, value: Uint8Array | null, formats: TableFormats) {
    super(partition, key, formats);
    this.valueBytes = value;
  }

  get deleted(): boolean {
    return this.valueBytes === null;
  }
}
