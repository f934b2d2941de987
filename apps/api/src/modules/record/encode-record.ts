import { canonicalJson, isMillraceError, MillraceError, namingRefused, plainJson } from '@millrace/core';
import type { Format, RecordHeader, RecordToAppend } from '@millrace/engine';
import type { GqlHeaderInput, GqlRecordInput } from '../../generated/resolver-types.ts';
import { decodeBase64 } from '../../scalars/base64.ts';
import type { RecordFormats } from './record-view.ts';

/**
 * Records as GraphQL brings them, as the log stores them, by the topic's formats. STRING: a string is its UTF-8 bytes, anything
 * else its canonical JSON text; JSON: canonical for keys, as written for values; BYTES: base64.
 * INVALID_RECORD with `details.index` and `details.reason` names the first that cannot be stored, `details.records` all of them.
 */
export function encodeRecords(inputs: readonly GqlRecordInput[], formats: RecordFormats): RecordToAppend[] {
  const records = new Array<RecordToAppend>(inputs.length);
  const encode = (index: number) => encodeAt(inputs, index, formats);
  for (let index = 0; index < inputs.length; index++) {
    try {
      records[index] = encode(index);
    } catch (error) {
      throw namingRefused(error, inputs.length, encode);
    }
  }
  return records;
}

function encodeAt(inputs: readonly GqlRecordInput[], index: number, formats: RecordFormats): RecordToAppend {
  try {
    return encodeRecord(inputs[index] as GqlRecordInput, formats);
  } catch (error) {
    if (!isMillraceError(error, 'INVALID_RECORD')) throw error;
    const reason = error.message;
    throw new MillraceError('INVALID_RECORD', `records[${index}]: ${reason}`, { details: { index, reason } });
  }
}

function encodeRecord(input: GqlRecordInput, { keyFormat, valueFormat }: RecordFormats): RecordToAppend {
  return {
    key: encodePart('key', input.key, input.keyBytes, keyFormat),
    value: encodePart('value', input.value, input.valueBytes, valueFormat),
    headers: input.headers?.map(encodeHeader),
    partition: input.partition ?? undefined,
    timestamp: input.timestamp ?? undefined,
  };
}

/** A key as `produce` encodes it, by the topic's keyFormat. INVALID_RECORD. */
export function encodeKey(key: unknown, keyBytes: string | null | undefined, keyFormat: Format): Uint8Array | null {
  return encodePart('key', key, keyBytes, keyFormat);
}

function encodePart(
  part: 'key' | 'value',
  value: unknown,
  base64: string | null | undefined,
  format: Format,
): Uint8Array | null {
  const given = value !== null && value !== undefined;
  if (base64 !== null && base64 !== undefined) {
    if (given) throw invalid(`${part} and ${part}Bytes are both given. Give one of them.`);
    return fromBase64(`${part}Bytes`, base64);
  }
  if (!given) return null;
  switch (format) {
    case 'STRING':
      return encodeText(part, typeof value === 'string' ? value : canonicalJson(value));
    case 'JSON':
      return Buffer.from(part === 'key' ? canonicalJson(value) : plainJson(value));
    case 'BYTES':
      if (typeof value !== 'string') throw invalid(`The ${part}s are BYTES: give ${part} as base64 text.`);
      return fromBase64(part, value);
  }
}

/** INVALID_RECORD. */
export function encodeHeader({ key, value, valueBytes }: GqlHeaderInput): RecordHeader {
  const hasValue = value !== null && value !== undefined;
  const hasBytes = valueBytes !== null && valueBytes !== undefined;
  if (hasValue && hasBytes) throw invalid(`The header "${key}" has value and valueBytes. Give one of them.`);
  if (!isWellFormed(key)) throw invalid('A header key holds half a surrogate pair, which UTF-8 cannot store.');
  if (hasBytes) return { key, value: fromBase64(`valueBytes of the header "${key}"`, valueBytes) };
  return { key, value: hasValue ? encodeText(`header "${key}"`, value) : null };
}

function fromBase64(what: string, text: string): Uint8Array {
  const bytes = decodeBase64(text);
  if (!bytes) throw invalid(`${what} is not base64 (RFC 4648, with padding).`);
  return bytes;
}

function encodeText(what: string, text: string): Uint8Array {
  if (!isWellFormed(text)) {
    throw invalid(`The ${what} holds half a surrogate pair, which UTF-8 cannot store. Send the bytes instead.`);
  }
  // Small buffers share a slab: several times quicker than TextEncoder, which makes an ArrayBuffer for each.
  return Buffer.from(text);
}

const surrogate = /[\ud800-\udfff]/;
const loneSurrogate = /\p{Surrogate}/u;

function isWellFormed(text: string): boolean {
  return !surrogate.test(text) || !loneSurrogate.test(text);
}

function invalid(message: string): MillraceError {
  return new MillraceError('INVALID_RECORD', message);
}
