import { isMillraceError, MillraceError } from '@millrace/core';
import type { Format } from '@millrace/engine';
import { encodeKey } from '../record/encode-record.ts';

/**
 * A key that a client looks for, by the store's format, or as bytes; undefined where neither is given. INVALID_INPUT names the argument that is
 * wrong.
 */
export function tableKeyInput(
  name: string,
  key: unknown,
  keyBytes: string | null | undefined,
  format: Format,
): Uint8Array | undefined {
  try {
    return encodeKey(key, keyBytes, format) ?? undefined;
  } catch (error) {
    if (!isMillraceError(error, 'INVALID_RECORD')) throw error;
    throw new MillraceError('INVALID_INPUT', `${name}: ${error.message}`, {
      cause: error,
      details: { argument: name },
    });
  }
}
