import { isMillraceError, parseJson, stringSerde } from '@millrace/core';
import type { Format } from '@millrace/engine';
import { encodeBase64 } from '../../scalars/base64.ts';

/** A key or value as a client gets it, or why it is not of its format. */
export interface Decoded {
  readonly value: unknown;
  readonly error: string | null;
}

const absent: Decoded = { value: null, error: null };

/** Of what there is as text already. Text with U+FFFD may have held it, or may not have been UTF-8: only then the bytes are looked at. */
export function decodeText(format: Format, text: string | null, bytes: () => Uint8Array | null): Decoded {
  if (text === null) return absent;
  try {
    if (format === 'BYTES') return { value: encodeBase64(bytes() as Uint8Array), error: null };
    const checked = text.includes('\ufffd') ? stringSerde.deserialize(bytes() as Uint8Array) : text;
    return { value: format === 'JSON' ? parseJson(checked) : checked, error: null };
  } catch (error) {
    return { value: null, error: isMillraceError(error) ? error.message : String(error) };
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

export function decodeBytes(format: Format, bytes: Uint8Array | null): Decoded {
  return decodeText(format, bytes && utf8.decode(bytes), () => bytes);
}
