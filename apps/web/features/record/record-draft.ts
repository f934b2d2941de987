import type { Format, HeaderInput, RecordInput } from '../../generated/graphql.ts';
import { bytesOf, fromBase64, isBase64, textOfBytes, toBase64 } from './bytes.ts';
import { compactJson, hasUnsafeInteger, indentJson, jsonProblem } from './json-text.ts';
import { fullText, type RecordData } from './record-text.ts';
import type { StoredBytes } from './stored-bytes.ts';

export interface HeaderDraft {
  readonly key: string;
  /** null: what `valueBytes` holds, which is no text, or null itself. */
  readonly value: string | null;
  readonly valueBytes?: string | null;
}

/** The bytes, in base64, that a text in the form came from. They are sent for as long as nobody changes the text. */
interface Stored {
  readonly text: string;
  readonly bytes: string;
}

/** A record as it is being written: all texts, as they stand in the form. */
export interface RecordDraft {
  /** Empty: no key. */
  readonly key: string;
  readonly value: string;
  readonly tombstone: boolean;
  readonly headers: readonly HeaderDraft[];
  /** null: by the key. */
  readonly partition: number | null;
  /** Of a record that is produced again. */
  readonly keyStored: Stored | null;
  readonly valueStored: Stored | null;
}

export interface DraftProblems {
  readonly key?: string;
  readonly value?: string;
  /** By position. */
  readonly headers?: readonly (string | null)[];
}

export const emptyDraft: RecordDraft = {
  key: '',
  value: '',
  tombstone: false,
  headers: [],
  partition: null,
  keyStored: null,
  valueStored: null,
};

/**
 * What would produce a record's like: its key, value and headers, byte for byte. What could not be decoded has no text.
 * Without `stored`, which is null for a record that left the log, it is what was read of it.
 */
export function draftOf(
  record: RecordData,
  stored: StoredBytes | null,
  keyFormat: Format,
  valueFormat: Format,
): RecordDraft {
  const { tombstone, keyError, valueError } = record;
  const key = stored ? storedPart(stored.key, keyError, keyFormat) : null;
  const value = stored ? storedPart(stored.value, valueError, valueFormat) : null;
  return {
    key: key?.text ?? (stored || record.key === null ? '' : readText(record.key, keyFormat)),
    value: value?.text ?? (stored || tombstone || valueError ? '' : readText(record.value, valueFormat)),
    tombstone,
    headers: record.headers.map(({ key, value = null, valueBytes = null }) => ({ key, value, valueBytes })),
    partition: null,
    keyStored: key,
    valueStored: value,
  };
}

const readText = (value: unknown, format: Format): string =>
  format === 'JSON' ? JSON.stringify(value, null, 2) : fullText(value);

function storedPart(bytes: string | null, error: string | null | undefined, format: Format): Stored | null {
  if (bytes === null) return null;
  if (error) return { text: '', bytes };
  if (format !== 'STRING' && format !== 'JSON') return { text: bytes, bytes };
  const text = textOfBytes(fromBase64(bytes)) ?? '';
  return { text: format === 'JSON' ? indentJson(text) : text, bytes };
}

/** The bytes that are sent for a text as they were stored, or null where it was written or changed here. */
export const keptBytes = (text: string, stored: Stored | null): string | null =>
  stored?.text === text ? stored.bytes : null;

/** What keeps a draft from being sent, by field; empty when nothing does. */
export function draftProblems(draft: RecordDraft, keyFormat: Format, valueFormat: Format): DraftProblems {
  const keepsKey = keptBytes(draft.key, draft.keyStored) !== null;
  const keepsValue = keptBytes(draft.value, draft.valueStored) !== null;
  const key = draft.key === '' || keepsKey ? null : keyProblem(draft.key, keyFormat);
  const value = draft.tombstone || keepsValue ? null : valueProblem(draft.value, valueFormat);
  const headers = draft.headers.map((header) => (header.key === '' ? 'A header needs a name.' : null));
  return { ...(key ? { key } : {}), ...(value ? { value } : {}), ...(headers.some(Boolean) ? { headers } : {}) };
}

function keyProblem(text: string, format: Format): string | null {
  if (format === 'STRING') return null;
  if (format !== 'JSON') return isBase64(text) ? null : 'Keys of this topic are bytes: write them as base64.';
  // A key's text is canonical, and canonical JSON has no whole numbers beyond 2^53.
  return (
    jsonProblem(text) ??
    (hasUnsafeInteger(text) ? 'A key holds no whole number beyond 2^53: write it as a string.' : null)
  );
}

function valueProblem(text: string, format: Format): string | null {
  if (format === 'STRING') return null;
  if (format !== 'JSON') return isBase64(text) ? null : 'Values of this topic are bytes: write them as base64.';
  return text.trim() === '' ? 'Write JSON, or switch on Tombstone for no value.' : jsonProblem(text);
}

/** What is sent for a draft without problems. */
export function recordInputOf(draft: RecordDraft, keyFormat: Format, valueFormat: Format): RecordInput {
  const headers = draft.headers.map(
    ({ key, value, valueBytes }): HeaderInput =>
      value === null ? { key, ...(valueBytes ? { valueBytes } : {}) } : { key, value },
  );
  return {
    ...keyInput(draft, keyFormat),
    ...(draft.tombstone ? {} : valueInput(draft, valueFormat)),
    ...(headers.length > 0 ? { headers } : {}),
    ...(draft.partition === null ? {} : { partition: draft.partition }),
  };
}

function keyInput({ key, keyStored }: RecordDraft, format: Format): RecordInput {
  const kept = keptBytes(key, keyStored);
  if (kept !== null) return { keyBytes: kept };
  if (key === '') return {};
  if (format === 'STRING') return { key };
  return format === 'JSON' ? { key: JSON.parse(key) as unknown } : { keyBytes: key };
}

function valueInput({ value, valueStored }: RecordDraft, format: Format): RecordInput {
  const kept = keptBytes(value, valueStored);
  if (kept !== null) return { valueBytes: kept };
  if (format === 'STRING') return { value };
  // A JSON value goes as the bytes of its text: no number is rounded by parsing it here, and null is not a tombstone.
  return { valueBytes: format === 'JSON' ? toBase64(bytesOf(compactJson(value))) : value };
}
