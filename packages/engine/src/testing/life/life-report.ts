/** A record that was acknowledged. */
export interface AcknowledgedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string;
}

/** What a client tells, before it does the next thing: what was told by a process that was killed holds. */
export type LifeReport =
  | {
      readonly kind: 'APPENDED';
      readonly topic: string;
      readonly call: string;
      readonly records: readonly AcknowledgedRecord[];
    }
  /** Offsets `from` up to `to`, exclusive, of the topic that a group reads. */
  | { readonly kind: 'DELIVERED'; readonly partition: number; readonly from: number; readonly to: number }
  /** A call of the producer that lives through all of it. */
  | { readonly kind: 'SEQUENCED'; readonly sequence: number }
  /** Something that was done, to be counted. */
  | { readonly kind: 'DONE'; readonly what: string }
  /** An error that no kill explains. */
  | { readonly kind: 'FAILED'; readonly what: string; readonly error: string };
