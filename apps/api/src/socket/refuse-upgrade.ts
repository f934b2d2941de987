import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errorCodes } from '@millrace/core';
import type { ExceededLimit } from '../limits.ts';

/** Answers an upgrade request with an HTTP error, GraphQL-shaped, and closes. */
export function refuseUpgrade(
  transport: Duplex,
  status: number,
  code: ErrorCode,
  message: string,
  details?: ExceededLimit,
): void {
  const { retriable } = errorCodes[code];
  const body = JSON.stringify({ errors: [{ message, extensions: { code, retriable, details } }] });
  transport.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
