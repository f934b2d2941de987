import type { ProcessingError } from '../application/instance-snapshot.ts';
import { codeOfError } from './code-of-error.ts';

/** An error as it is registered with its application, with the place of the record that it is about. */
export function processingError(
  error: unknown,
  at: Pick<ProcessingError, 'kind' | 'outcome' | 'task' | 'topic' | 'partition' | 'offset'>,
): ProcessingError {
  const reason = error instanceof Error ? error : new Error(String(error));
  return { ...at, code: codeOfError(reason), message: reason.message, stack: reason.stack ?? null };
}
