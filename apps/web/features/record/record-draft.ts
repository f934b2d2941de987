import type { Format, HeaderInput, RecordInput } from '../../generated/graphql.ts';
import { bytesOf, isBase64, toBase64 } from './bytes.ts';
import { compactJson, hasUnsafeInteger, jsonProblem } from './json-text.ts';
import { fullText, type RecordData } from './record-text.ts';

/** A record as it is being written: all texts, as they stand in the form. */
export interface RecordDraft {
  /** Empty: no key. */
  readonly key: string;
  readonly value: string;
  readonly tombstone: boolean;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  /** null: by the key. */
  readonly partition: number | null;
}

export interface DraftProblems {
  readonly key?: string;
  readonly value?: string;
  /** By position. */
  readonly headers?: readonly (string | null)[];
}

export const emptyDraft: RecordDraft = { key: '', value: '', tombstone: false, headers: [], partition: null };

/** What would produce a record's like: its key, value and headers. What could not be decoded is left out. */
export function draftOf(record: RecordData, keyFormat: Format, valueFormat: Format): RecordDraft {
  const textOf = (value: unknown, format: Format) =>
    format === 'JSON' ? JSON.stringify(value, null, 2) : fullText(value);
  return {
    key: record.key === null ? '' : textOf(record.key, keyFormat),
    value: record.tombstone || record.valueError ? '' : textOf(record.value, valueFormat),
    tombstone: record.tombstone,
    headers: record.headers.map((header) => ({ key: header.key, value: header.value ?? '' })),
    partition: null,
  };
}

/** What keeps a draft from being sent, by field; empty when nothing does. */
export function draftProblems(draft: RecordDraft, keyFormat: Format, valueFormat: Format): DraftProblems {
  const key = draft.key === '' ? null : keyProblem(draft.key, keyFormat);
  const value = draft.tombstone ? null : valueProblem(draft.value, valueFormat);
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
  const headers: HeaderInput[] = draft.headers.map(({ key, value }) => ({ key, value }));
  return {
    ...(draft.key === '' ? {} : keyInput(draft.key, keyFormat)),
    ...(draft.tombstone ? {} : valueInput(draft.value, valueFormat)),
    ...(headers.length > 0 ? { headers } : {}),
    ...(draft.partition === null ? {} : { partition: draft.partition }),
  };
}

function keyInput(text: string, format: Format): RecordInput {
  if (format === 'STRING') return { key: text };
  return format === 'JSON' ? { key: JSON.parse(text) as unknown } : { keyBytes: text };
}

function valueInput(text: string, format: Format): RecordInput {
  if (format === 'STRING') return { value: text };
  // A JSON value goes as the bytes of its text: no number is rounded by parsing it here, and null is not a tombstone.
  return { valueBytes: format === 'JSON' ? toBase64(bytesOf(compactJson(text))) : text };
}
