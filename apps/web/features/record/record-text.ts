import type { RecordRowFragment } from '../../generated/graphql.ts';
import { fromBase64, textOfBytes } from './bytes.ts';
import { indentJson } from './json-text.ts';

export type RecordData = RecordRowFragment;

/** A record's place in its topic, as a name for rows and addresses. */
export const recordId = (record: { readonly partition: number; readonly offset: number }): string =>
  `${record.partition}-${record.offset}`;

/** A key or value on one line, cut at `maxCharacters`. */
export function previewOf(value: unknown, maxCharacters = 300): string {
  const text =
    typeof value === 'string' ? value.slice(0, maxCharacters + 1).replace(/\s+/g, ' ') : JSON.stringify(value);
  return text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
}

/** A key or value for reading, copying and saving: a string as it is, anything else as indented JSON. */
export const fullText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** The same for what is stored as `base64` and is no string: numbers keep every digit, which those of an answer do not. */
export function storedText(value: unknown, base64: string): string {
  const text = textOfBytes(fromBase64(base64));
  return text === null ? fullText(value) : indentJson(text);
}

/** What stands for a header's value that is no text. */
export const headerBytesText = (base64: string | null | undefined): string =>
  base64 ? `bytes, in base64: ${base64}` : 'null';

/** Whether a record's key, value or headers contain a text, whatever the case. */
export function recordContains(record: RecordData, text: string): boolean {
  const wanted = text.toLowerCase();
  const contains = (value: unknown) =>
    value !== null && (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase().includes(wanted);
  return (
    contains(record.key) ||
    contains(record.value) ||
    record.headers.some((header) => contains(header.key) || contains(header.value))
  );
}

/** A record as a JSON text, for the clipboard and for files. */
export function recordJson(record: RecordData): string {
  const { topic, partition, offset, timestamp, key, value, tombstone, headers } = record;
  const plain = headers.map((header) => ({
    key: header.key,
    value: header.value,
    // Of a value that is no text.
    ...(header.value === null && header.valueBytes ? { valueBytes: header.valueBytes } : {}),
  }));
  const errors = { keyError: record.keyError ?? undefined, valueError: record.valueError ?? undefined };
  return JSON.stringify(
    { topic, partition, offset, timestamp, key, value, ...errors, tombstone, headers: plain },
    null,
    2,
  );
}
