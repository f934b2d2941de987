import { CombinedError } from '@urql/core';

/** What went wrong, in the words an operator needs. */
export interface Problem {
  /** Stable code of the API (TOPIC_NOT_FOUND, …), or UNREACHABLE when it gave no answer. */
  readonly code: string;
  readonly message: string;
  /** Whether the same request may succeed when it is made again. */
  readonly retriable: boolean;
  /** Facts for programs, such as the field or the record's index. */
  readonly details?: { readonly [name: string]: unknown };
}

interface AnyGraphQLError {
  readonly message: string;
  readonly extensions?: { readonly [name: string]: unknown } | undefined;
}

/** Of a failed query, mutation or subscription. */
export function problemOf(error: unknown): Problem {
  if (Array.isArray(error)) return fromGraphQL(error[0] as AnyGraphQLError | undefined);
  if (error instanceof CombinedError) {
    if (error.graphQLErrors.length > 0) return fromGraphQL(error.graphQLErrors[0]);
    const status = (error.response as Response | undefined)?.status;
    // An answer may have begun well, and broken off.
    if (status && (status < 200 || status >= 300))
      return {
        code: `HTTP_${status}`,
        message: `The API answered with HTTP status ${status}.`,
        retriable: status >= 500,
      };
    if (error.networkError?.name === 'TimeoutError') {
      return { code: 'TIMEOUT', message: 'The API did not answer in time.', retriable: true };
    }
    return { code: 'UNREACHABLE', message: 'The API gave no answer.', retriable: true };
  }
  if (typeof CloseEvent !== 'undefined' && error instanceof CloseEvent) {
    return {
      code: `SOCKET_${error.code}`,
      message: error.reason || 'The API closed the connection.',
      retriable: false,
    };
  }
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error), retriable: false };
}

function fromGraphQL(error: AnyGraphQLError | undefined): Problem {
  const extensions = error?.extensions ?? {};
  const { code, retriable, details } = extensions;
  return {
    code: typeof code === 'string' ? code : 'UNEXPECTED',
    message: error?.message ?? 'The API reported an error without words.',
    retriable: retriable === true,
    ...(typeof details === 'object' && details !== null ? { details: details as { [name: string]: unknown } } : {}),
  };
}

/** Whether a change that failed so may have been made all the same: nobody has said that it was not. */
export const isOutcomeUnknown = ({ code }: Problem): boolean =>
  ['UNREACHABLE', 'TIMEOUT', 'UNKNOWN_OUTCOME'].includes(code) || code.startsWith('HTTP_5');

/** Next step for codes whose message, written by the API for every client, does not know this console. */
export function adviceFor(problem: Problem): string | null {
  switch (problem.code) {
    case 'UNREACHABLE':
      return 'Check that the platform runs (npm start), that this browser can reach that address, and that the API lets pages of this console call it (MILLRACE_CONSOLE_ORIGIN).';
    case 'TIMEOUT':
      return 'It may be busy or its Postgres slow. Try again.';
    case 'POSTGRES_UNAVAILABLE':
      return 'The API runs but its Postgres does not answer. It reconnects by itself.';
    case 'STORAGE_FULL':
      return 'Make room on the disk of Postgres: delete records or topics that are no longer needed.';
    case 'OFFSET_OUT_OF_RANGE':
      return 'Choose an offset between the start and the end of the partition.';
    case 'INTERNAL':
      return 'The API has logged the cause; the id in the message finds it there.';
    default:
      return problem.retriable ? 'This may pass: try again.' : null;
  }
}
