import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clock, type ErrorCode, errorCodes } from '@millrace/core';
import type { ExceededLimit } from '../limits.ts';

/** How long the system may take to take the answer: it waits behind answers before it that the client does not read. */
const answerTimeoutMs = 2_000;

/**
 * Answers an upgrade request with an HTTP error, GraphQL-shaped, and closes. The HTTP server has let go of the connection, with its
 * timeouts, and would leave it half open for as long as the client does not close its side.
 */
export function refuseUpgrade(
  transport: Duplex,
  clock: Clock,
  status: number,
  code: ErrorCode,
  message: string,
  details?: ExceededLimit,
): void {
  const { retriable } = errorCodes[code];
  const body = JSON.stringify({ errors: [{ message, extensions: { code, retriable, details } }] });
  const timer = clock.schedule(answerTimeoutMs, () => transport.destroy());
  transport.once('close', () => timer.cancel());
  transport.once('finish', () => transport.destroy());
  transport.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
