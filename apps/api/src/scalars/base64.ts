import { MillraceError } from '@millrace/core';
import { GraphQLScalarType, Kind } from 'graphql';

/** The bytes of a base64 text (RFC 4648, padded), or null when it is not exactly that: Buffer alone skips what it does not know. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const bytes = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  // The length tells of skipped characters; the text itself of the URL alphabet and of loose bits at the end.
  if (bytes.length !== (text.length / 4) * 3 - padding || bytes.toString('base64') !== text) return null;
  return bytes;
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function parse(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new MillraceError('INVALID_INPUT', 'Base64 is a text in base64 (RFC 4648, with padding).');
}

/** Arrives as text and is decoded with the record it belongs to, so that a refusal can name that record. */
export const Base64 = new GraphQLScalarType<string, string>({
  name: 'Base64',
  serialize: (value) => encodeBase64(value as Uint8Array),
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
