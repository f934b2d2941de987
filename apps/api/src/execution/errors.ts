import { randomUUID } from 'node:crypto';
import { type ErrorCode, isMillraceError, type Logger, MillraceError } from '@millrace/core';
import { GraphQLError } from 'graphql';

/** Codes of a request that is not GraphQL as it should be, in the words GraphQL clients know. */
export type RequestErrorCode = 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | ErrorCode;

export function requestError(code: RequestErrorCode, error: GraphQLError): GraphQLError {
  return withExtensions(error, error.message, { code, retriable: false, ...error.extensions });
}

/** An expected refusal as GraphQL carries it. */
export function refusal(error: MillraceError): GraphQLError {
  return withExtensions(new GraphQLError(error.message), error.message, extensionsOf(error));
}

export function shuttingDown(): MillraceError {
  return new MillraceError('SHUTTING_DOWN', 'The server is stopping. Connect again in a moment.');
}

/**
 * What the client gets to see of an error: code, whether the same call may succeed later, a sentence that says what to do.
 * Whatever was not expected is logged under an id, and only the id goes out.
 */
export function presentError(error: unknown, logger: Logger): GraphQLError {
  const shown = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: asError(error) });
  if (isPresented(shown)) return shown;
  const cause = rootCause(error);
  if (isMillraceError(cause)) return withExtensions(shown, cause.message, extensionsOf(cause));
  if (cause instanceof GraphQLError && isRequestFault(cause)) return requestError('INVALID_INPUT', shown);
  const logId = randomUUID();
  logger.error({ error: cause, logId, path: shown.path }, 'An operation failed unexpectedly');
  return withExtensions(shown, `Something unexpected went wrong. The server's log has it under ${logId}.`, {
    code: 'INTERNAL',
    retriable: false,
    logId,
  });
}

/** A path means that execution had begun: what fails then is ours, but for a null variable where an argument must not be null. */
function isRequestFault(error: GraphQLError): boolean {
  return error.path === undefined || error.message.startsWith('Argument "');
}

function isPresented(error: GraphQLError): boolean {
  return typeof error.extensions?.code === 'string' && typeof error.extensions.retriable === 'boolean';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new MillraceError('INTERNAL', String(error));
}

function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function extensionsOf(error: MillraceError): { [name: string]: unknown } {
  const { code, retriable, details } = error;
  return details ? { code, retriable, details } : { code, retriable };
}

/** A copy with other words; errors of compiled operations have locations without nodes, which a constructor cannot take. */
function withExtensions(error: GraphQLError, message: string, extensions: { [name: string]: unknown }): GraphQLError {
  const { nodes, source, positions, path, originalError } = error;
  const copy = new GraphQLError(message, { nodes, source, positions, path, originalError, extensions } as object);
  return error.locations && !copy.locations ? Object.assign(copy, { locations: error.locations }) : copy;
}
