import type { Serde } from '@millrace/core';
import { BatchBuilder, type RecordHeader, type RecordToAppend } from '@millrace/engine';
import type { StreamRecord } from '../record/stream-record.ts';

/** A record for a topic, and what it was made of. */
export type OutputRecord = RecordToAppend & { readonly ordinal: number };

/** How a sink writes its records. */
export interface OutputFormat {
  readonly valueSerde: Serde<unknown>;
  /** Whether values are written with this serde whatever they were read with. */
  readonly isExplicit: boolean;
}

/** Of one call of `append`; the engine's own limit. */
const maxRecordsPerCall = 10_000;

/**
 * What a topic gets of an epoch. Records are written into rows as they go to Postgres; those that are for a partition of their own or come out of the order of
 * input records are kept one by one, and all others of the epoch with them.
 */
export class EpochOutput {
  readonly topic: string;
  #rows: BatchBuilder[] = [];
  /** Of the records in rows. */
  #ordinals: number[] = [];
  #records: OutputRecord[] | undefined;

  constructor(topic: string) {
    this.topic = topic;
  }

  get count(): number {
    return this.#records?.length ?? this.#ordinals.length;
  }

  push(record: OutputRecord): void {
    if (!this.#records) this.#records = this.#taken();
    this.#records.push(record);
  }

  /** A record under its own key, to the partition of that. */
  write(record: StreamRecord<unknown, unknown>, { valueSerde, isExplicit }: OutputFormat): void {
    const { ordinal, timestamp, headers } = record;
    if (this.#records || ordinal < (this.#ordinals.at(-1) ?? 0)) {
      this.push({
        ordinal,
        key: record.encodedKey,
        value: record.encodedValue(valueSerde, isExplicit),
        headers: headers.length > 0 ? headers : undefined,
        timestamp,
      });
      return;
    }
    const row = this.#row();
    record.writeKey(row.keys);
    record.writeValue(row.values, valueSerde, isExplicit);
    row.pushed(timestamp, headers);
    this.#ordinals.push(ordinal);
  }

  /** All of them for `append`, call by call, in the order of the input records that they were made of. */
  calls(): (BatchBuilder | OutputRecord[])[] {
    if (!this.#records) return this.#rows;
    const sorted = inOrder(this.#records);
    const calls: OutputRecord[][] = [];
    for (let start = 0; start < sorted.length; start += maxRecordsPerCall) {
      calls.push(sorted.slice(start, start + maxRecordsPerCall));
    }
    return calls;
  }

  /** The same one by one, as they came. */
  records(): readonly OutputRecord[] {
    return this.#records ?? this.#written();
  }

  #row(): BatchBuilder {
    let row = this.#rows.at(-1);
    if (!row || row.count === maxRecordsPerCall) {
      row = new BatchBuilder();
      this.#rows.push(row);
    }
    return row;
  }

  #taken(): OutputRecord[] {
    const records = this.#written();
    this.#rows = [];
    this.#ordinals = [];
    return records;
  }

  #written(): OutputRecord[] {
    return this.#rows.flatMap((row, n) =>
      Array.from(row.read(), ({ key, value, headers, timestamp }, i) => ({
        ordinal: this.#ordinals[n * maxRecordsPerCall + i] as number,
        ...{ key, value, timestamp, headers: headers as readonly RecordHeader[] },
      })),
    );
  }
}

function inOrder(records: OutputRecord[]): OutputRecord[] {
  for (let i = 1; i < records.length; i++) {
    const [before, record] = [records[i - 1], records[i]];
    if (before && record && record.ordinal < before.ordinal) return records.sort((a, b) => a.ordinal - b.ordinal);
  }
  return records;
}
