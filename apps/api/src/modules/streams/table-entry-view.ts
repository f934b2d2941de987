import type { TableKey } from '@millrace/streams-rx';
import type { TableFormats } from './table-formats.ts';
import { TableKeyView } from './table-key-view.ts';

/** An entry of a table as the schema's `TableEntry`. */
export class TableEntryView extends TableKeyView {
  readonly valueBytes: Uint8Array;

  constructor(partition: number, key: TableKey, value: Uint8Array, formats: TableFormats) {
    super(partition, key, formats);
    this.valueBytes = value;
  }
}
