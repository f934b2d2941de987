import { createContext, use } from 'react';
import type { RecordData } from './record-text.ts';
import type { StoredBytes } from './stored-bytes.ts';

/** A record to produce again. */
export interface Like {
  readonly record: RecordData;
  /** null: it is no longer in the log. */
  readonly stored: StoredBytes | null;
}

interface Produce {
  /** Opens the form for producing to the topic of the page, filled in with what a record holds if one is given. */
  open(like?: Like): void;
  /** How many records were produced by that form: a page of records that sees it change is out of date. */
  readonly count: number;
}

export const ProduceContext = createContext<Produce>({ open: () => {}, count: 0 });

export const useProduce = (): Produce => use(ProduceContext);
