import type { RecordHeader, RecordToAppend } from '@millrace/engine';
import type { Origin } from '../record/origin.ts';
import { codeOfError } from './code-of-error.ts';
import type { FailureKind } from './error-policy.ts';

const maxReasonChars = 4_000;

/** A record as it was read, with where it is from and why it failed in headers. Kafka Connect's `__connect.errors.*`, by other names. */
export function deadLetter({ batch, index }: Origin, kind: FailureKind, error: unknown): RecordToAppend {
  const header = (key: string, value: string): RecordHeader => ({ key, value: Buffer.from(value) });
  const reason = error instanceof Error ? error : new Error(String(error));
  return {
    key: batch.key(index),
    value: batch.value(index),
    timestamp: batch.timestamp(index),
    headers: [
      ...batch.headers(index),
      header('millrace.error.topic', batch.topic),
      header('millrace.error.partition', String(batch.partition)),
      header('millrace.error.offset', String(batch.offset(index))),
      header('millrace.error.kind', kind),
      header('millrace.error.code', codeOfError(reason)),
      header('millrace.error.message', reason.message.slice(0, maxReasonChars).replaceAll('\0', '')),
    ],
  };
}
