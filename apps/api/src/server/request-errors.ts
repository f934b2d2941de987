import type { IncomingMessage } from 'node:http';
import { type ErrorCode, errorCodes, isMillraceError, type Logger } from '@millrace/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { presentError } from '../execution/errors.ts';
import type { ApiLimits, ExceededLimit } from '../limits.ts';

/** How much of a request that is too large is read and thrown away, in request limits. */
const discardFactor = 16;

/** Everything that goes wrong before GraphQL is answered in GraphQL's form too: a code, and what to do. */
export function answerErrors(app: FastifyInstance, limits: ApiLimits, logger: Logger): void {
  app.setErrorHandler(async (error: { code?: string; statusCode?: number; message: string }, request, reply) => {
    if (isMillraceError(error)) return send(reply, error.code === 'FORBIDDEN' ? 403 : 503, error.code, error.message);
    switch (error.code) {
      case 'FST_ERR_CTP_BODY_TOO_LARGE': {
        await discard(request.raw, limits.maxBodyBytes * discardFactor);
        const { maxBodyBytes: value } = limits;
        const message = `The request is larger than ${value} bytes (maxBodyBytes). Send fewer records in one call; where a single one is larger, raise it with MILLRACE_LIMITS.`;
        return send(reply, 413, 'LIMIT_EXCEEDED', message, { limit: 'maxBodyBytes', value });
      }
      case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
        return send(
          reply,
          415,
          'INVALID_INPUT',
          'Send the request as JSON, with the header content-type: application/json.',
        );
      case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      case 'FST_ERR_CTP_INVALID_JSON_BODY':
        return send(reply, 400, 'INVALID_INPUT', 'The request body is not JSON.');
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return send(reply, error.statusCode, 'INVALID_INPUT', error.message);
    }
    const shown = presentError(error, logger.child({ requestId: request.id }));
    return reply.code(500).send({ errors: [shown.toJSON()] });
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${request.url.split('?')[0]}. There are /graphql, /health/live, /health/ready and /metrics.`;
    return send(reply, 404, 'INVALID_INPUT', message);
  });
}

/**
 * Reads on for a while without keeping anything: most clients look at the answer only once they have sent everything, and would see
 * a broken connection instead of it.
 */
function discard(request: IncomingMessage, maxBytes: number): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const end = () => {
      request.removeAllListeners('data');
      resolve();
    };
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) end();
    });
    request.once('end', end).once('close', end).once('error', end);
    request.resume();
  });
}

function send(
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  message: string,
  details?: ExceededLimit,
): FastifyReply {
  const { retriable } = errorCodes[code];
  return reply.code(status).send({ errors: [{ message, extensions: { code, retriable, details } }] });
}
