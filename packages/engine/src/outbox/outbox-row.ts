import { MillraceError } from '@millrace/core';
import type { StatementResult } from '@millrace/database';
import type { RecordToAppend } from '../record/record.ts';

/** A row of the outbox. */
export interface OutboxRow {
  readonly id: number;
  readonly topicId: number;
  /** null when the topic was deleted. */
  readonly topic: string | null;
  readonly byteSize: number;
  /** Its timestamp is the database's time of the call that produced it. */
  readonly record: RecordToAppend & { readonly timestamp: number };
}

/** What one look at the outbox found. */
export interface OutboxRead {
  /** The snapshot it was read with, in Postgres's text form. */
  readonly seen: string;
  /** The database's time, ms since 1970. */
  readonly now: number;
  readonly rows: readonly OutboxRow[];
  /** Whether there is nothing behind these rows. */
  readonly complete: boolean;
}

type Fields = readonly (string | null)[];

/** Reads what a statement of `outbox-statements.ts` gave back, with the number of records it was allowed. */
export function outboxReadOf({ rows }: StatementResult, maxRecords: number): OutboxRead {
  const first = rows[0] as Fields;
  const found = Number(first[2] ?? 0);
  const decoded = found === 0 ? [] : rows.map(rowOf);
  return {
    seen: first[0] as string,
    now: Number(first[1]),
    rows: decoded,
    complete: found < maxRecords && decoded.length === found,
  };
}

function rowOf(fields: Fields): OutboxRow {
  const [, , , id, topicId, topic, producedAt, byteSize, key, value, headers] = fields;
  return {
    id: Number(id),
    topicId: Number(topicId),
    topic: topic ?? null,
    byteSize: Number(byteSize),
    record: {
      key: bytesOf(key),
      value: bytesOf(value),
      headers: headers ? headersOf(headers) : undefined,
      timestamp: Number(producedAt),
    },
  };
}

/** Of a bytea in text form, as sessions set it: `\x…`. */
function bytesOf(text: string | null | undefined): Buffer | null {
  if (text === null || text === undefined) return null;
  if (!text.startsWith('\\x'))
    throw new MillraceError('INTERNAL', 'Postgres sent bytes of an outbox that are not hex.');
  return Buffer.from(text.slice(2), 'hex');
}

/** As `millrace.outbox_headers` writes them: [[name, value in hex or null], …]. */
function headersOf(text: string) {
  return (JSON.parse(text) as [string, string | null][]).map(([key, value]) => ({
    key,
    value: value === null ? null : Buffer.from(value, 'hex'),
  }));
}
