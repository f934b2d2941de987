import { graphql } from '../../../generated/index.ts';

/** A row of a table, or a change of one, as it is shown. */
export interface EntryData {
  readonly partition: number;
  readonly key?: unknown;
  readonly value?: unknown;
  readonly keyError?: string | null;
  readonly valueError?: string | null;
  readonly keyBytes: string;
  readonly valueBytes?: string | null;
  readonly window?: { readonly start: string; readonly end?: string | null } | null;
  /** Of a change: the entry is gone. */
  readonly deleted?: boolean;
}

export const tableEntryFragment = graphql(`
  fragment TableEntryRow on TableEntry {
    partition
    key
    value
    keyError
    valueError
    keyBytes
    valueBytes
    window {
      start
      end
    }
  }
`);

export const tableChangeFragment = graphql(`
  fragment TableChangeRow on TableChange {
    partition
    key
    value
    deleted
    keyError
    valueError
    keyBytes
    valueBytes
    window {
      start
      end
    }
  }
`);

/** An entry's name among those of its table. */
export const entryId = ({ partition, keyBytes, window }: EntryData): string =>
  `${partition} ${keyBytes} ${window?.start ?? ''} ${window?.end ?? ''}`;
