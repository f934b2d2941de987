import type { Record, RecordToAppend } from '../record/record.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import { within } from './wait.ts';

/** A record of texts, as tests write them. */
export function record(
  key: string | null,
  value: string | null,
  more: Omit<RecordToAppend, 'key' | 'value'> = {},
): RecordToAppend {
  return { key: key === null ? null : Buffer.from(key), value: value === null ? null : Buffer.from(value), ...more };
}

export function textOf(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString();
}

/** The values of records, as text. */
export function valuesOf(records: Iterable<Record>): (string | null)[] {
  return Array.from(records, ({ value }) => textOf(value));
}

/** Reads on until `count` records are there; leaves the reader open. */
export async function take(reader: AsyncIterator<RecordBatch>, count: number, limitMs?: number): Promise<Record[]> {
  const records: Record[] = [];
  while (records.length < count) {
    const next = await within(reader.next(), `record ${records.length + 1} of ${count}`, limitMs);
    if (next.done) break;
    records.push(...next.value);
  }
  return records;
}
