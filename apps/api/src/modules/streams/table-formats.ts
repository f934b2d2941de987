import type { Format } from '@millrace/engine';

/** How a store's keys and values are written. */
export interface TableFormats {
  readonly keyFormat: Format;
  readonly valueFormat: Format;
}

/** What is neither text nor JSON is bytes to a client, whatever the program makes of it. */
export function formatNamed(name: string): Format {
  return name === 'STRING' || name === 'JSON' ? name : 'BYTES';
}
