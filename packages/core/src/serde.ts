import { canonicalize } from 'json-canonicalize';
import { isSafeNumber, parse as losslessParse } from 'lossless-json';
import { MillraceError } from './error.ts';
import { type ByteTarget, plainJsonBytes, pushPlainJson } from './json-bytes.ts';
import { exceedsJsonDepth, tooDeep } from './json-depth.ts';
import { mayHoldLongInteger } from './long-integer.ts';

/** Turns values into bytes and back. `T` never includes null: a null key or value has no bytes at all. */
export interface Serde<T> {
  serialize(value: T): Uint8Array;
  /** The same into a row of many values: quicker, where a serde can do without bytes of each value's own. */
  serializeTo?(value: T, target: ByteTarget): void;
  /** Throws INVALID_RECORD when the bytes are not of this format. */
  deserialize(bytes: Uint8Array): T;
}

/** Small buffers share a slab: quicker than TextEncoder, which makes an ArrayBuffer for each. */
const encode = (text: string): Uint8Array => Buffer.from(text);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function invalid(message: string, cause?: unknown): MillraceError {
  return new MillraceError('INVALID_RECORD', message, { cause });
}

function text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw invalid('The bytes are not valid UTF-8. Read them as BYTES, or produce UTF-8 text.', cause);
  }
}

/** UTF-8 text. */
export const stringSerde: Serde<string> = {
  serialize: encode,
  deserialize: text,
};

/** The bytes themselves. */
export const bytesSerde: Serde<Uint8Array> = {
  serialize: (value) => value,
  deserialize: (bytes) => bytes,
};

/** A finite number as its shortest decimal text. */
export const numberSerde: Serde<number> = {
  serialize(value) {
    if (!Number.isFinite(value)) throw invalid(`${value} is not a finite number.`);
    return encode(String(value));
  },
  deserialize(bytes) {
    const digits = text(bytes);
    const value = Number(digits);
    if (digits.trim() === '' || !Number.isFinite(value)) throw invalid(`"${digits.slice(0, 40)}" is not a number.`);
    return value;
  },
};

/**
 * Throws INVALID_RECORD when the value holds a number that was rounded on its way here: an integer from 2^53 to 1e21,
 * which JSON text gives digit by digit but a double cannot hold.
 */
function assertExactNumbers(value: unknown, jsonText: string): void {
  if (!mayHoldLongInteger(jsonText)) return;
  const visit = (item: unknown): void => {
    if (typeof item === 'number') {
      const size = Math.abs(item);
      if (size >= 2 ** 53 && size < 1e21) {
        throw invalid(
          `The number ${item} is 2^53 or more and was rounded on its way: send it as a string, or the exact JSON text as bytes.`,
        );
      }
    } else if (typeof item === 'object' && item !== null) {
      for (const child of Object.values(item)) visit(child);
    }
  };
  visit(value);
}

/**
 * JSON text to a value; integers that a double cannot hold arrive as strings, digit by digit. INVALID_RECORD, also where it is nested deeper than
 * 1,000 levels.
 */
export function parseJson(jsonText: string): unknown {
  if (exceedsJsonDepth(jsonText)) throw tooDeep();
  try {
    if (!mayHoldLongInteger(jsonText)) return JSON.parse(jsonText);
    return losslessParse(jsonText, undefined, (digits) =>
      /^-?\d+$/.test(digits) && !isSafeNumber(digits) ? digits : Number(digits),
    );
  } catch (cause) {
    throw invalid(`The value is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, cause);
  }
}

/**
 * The JSON text of a value as `JSON.stringify` writes it. INVALID_RECORD for what has none, for numbers that were rounded on the way
 * (`assertExactNumbers`), and for more than 1,000 levels.
 */
export function plainJson(value: unknown): string {
  return checkedText(value, JSON.stringify);
}

function checkedText(value: unknown, write: (value: unknown) => string | undefined): string {
  let jsonText: string | undefined;
  try {
    jsonText = write(value);
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(error) : error;
  }
  if (jsonText === undefined) throw invalid(`A ${typeof value} has no JSON text.`);
  if (exceedsJsonDepth(jsonText)) throw tooDeep();
  assertExactNumbers(value, jsonText);
  return jsonText;
}

/** JSON text as `plainJson` writes it. */
export const jsonSerde: Serde<unknown> = {
  serialize: (value) => plainJsonBytes(value) ?? encode(plainJson(value)),
  serializeTo(value, target) {
    if (!pushPlainJson(value, target)) target.push(encode(plainJson(value)));
  },
  deserialize: (bytes) => parseJson(text(bytes)),
};

/** Canonical JSON (RFC 8785): equal values have equal bytes, as keys need. */
export const canonicalJsonSerde: Serde<unknown> = {
  serialize: (value) => encode(canonicalJson(value)),
  deserialize: jsonSerde.deserialize,
};

/** The canonical JSON text (RFC 8785) of a value. Refuses what `plainJson` refuses. */
export function canonicalJson(value: unknown): string {
  return checkedText(value, canonicalize);
}
