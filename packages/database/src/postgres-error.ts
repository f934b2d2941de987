import { isMillraceError, MillraceError } from '@millrace/core';

/** Where drivers hide what Postgres said: `cause` of errors, and what Prisma keeps of its adapter's error. */
function inner(error: object): unknown {
  if ('cause' in error && error.cause) return error.cause;
  if ('meta' in error && typeof error.meta === 'object' && error.meta && 'driverAdapterError' in error.meta) {
    return error.meta.driverAdapterError;
  }
  return undefined;
}

/** An error and what caused it, outermost first. */
function chain(error: unknown): object[] {
  const found: object[] = [];
  let next = error;
  while (typeof next === 'object' && next !== null && found.length < 8) {
    found.push(next);
    next = inner(next);
  }
  return found;
}

const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** SQLSTATEs are five of 0-9 and A-Z; so are the socket codes EPIPE and others, which begin with an E and never are one. */
const sqlStateShape = /^[0-9A-DF-Z][0-9A-Z]{4}$/;

/** The SQLSTATE that Postgres gave, also through Prisma's errors; undefined when the error is none of Postgres. */
export function sqlState(error: unknown): string | undefined {
  for (const item of chain(error)) {
    const code = stringOf('originalCode' in item ? item.originalCode : 'code' in item ? item.code : undefined);
    // Prisma's own codes (P2002) have the shape too; Postgres has only P0000 to P0004 with that letter.
    if (code && sqlStateShape.test(code) && (code[0] !== 'P' || code.startsWith('P000'))) return code;
  }
  return undefined;
}

/** Whether a statement gave up waiting for a lock: lock_timeout, or `nowait`. The transaction is rolled back. */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Prisma's codes for a server that cannot be reached, a closed connection and a pool that gave none in time. */
const prismaCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024']);

/** What the adapter of Prisma makes of socket errors, which then have no code any more. */
const adapterKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout']);

/** node-postgres gives these no code, so that there is nothing but their text to know them by. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

function isConnectionError(item: object): boolean {
  const code = stringOf('code' in item ? item.code : undefined);
  if (code && (socketCodes.has(code) || prismaCodes.has(code))) return true;
  const kind = stringOf('kind' in item ? item.kind : undefined);
  if (kind && adapterKinds.has(kind)) return true;
  const message = stringOf('message' in item ? item.message : undefined);
  return message !== undefined && driverMessages.test(message);
}

/** Refusals before the session begins that have no SQLSTATE, and that no second attempt helps. */
const setupProblems: readonly { readonly shape: RegExp; readonly advice: string }[] = [
  { shape: /^SASL:.*password/, advice: 'The server wants a password: write it into DATABASE_URL' },
  {
    shape: /^The server does not support SSL/,
    advice: 'DATABASE_URL asks for TLS and the server has none: set sslmode=disable, or turn TLS on there',
  },
  {
    shape: /self.signed certificate|unable to (verify|get)|certificate has expired|altnames/i,
    advice: 'The certificate of the server cannot be trusted: set sslmode and sslrootcert in DATABASE_URL',
  },
];

function messageOf(error: unknown): string {
  for (const item of chain(error).reverse()) {
    const message = stringOf(
      'originalMessage' in item ? item.originalMessage : 'message' in item ? item.message : undefined,
    );
    if (message) return message;
  }
  return String(error);
}

const unavailableStates: { readonly [state: string]: string } = {
  '53200': 'Postgres is out of memory',
  '53300': 'Postgres has no connection left: raise max_connections, or run fewer processes',
  '53400': 'Postgres has reached a limit of its configuration',
  '57P01': 'Postgres is shutting down, or somebody ended the session',
  '57P02': 'Postgres crashed and is recovering',
  '57P03': 'Postgres is starting up or shutting down',
  '57P05': 'Postgres ended an idle session',
  '25P03': 'Postgres ended a session that was idle in a transaction for too long',
  '25P04': 'Postgres ended a transaction that took too long',
  '25006': 'Postgres is read-only: this is a standby, or it was set so',
};

const refusedStates: { readonly [state: string]: string } = {
  '28P01': 'Postgres refused the password: check user and password in DATABASE_URL',
  '28000': 'Postgres refused the user: check the user in DATABASE_URL and pg_hba.conf of the server',
  '3D000': 'The database does not exist: create it, or correct its name in DATABASE_URL',
  '57P04': 'The database was dropped',
};

/**
 * The one place where errors of Postgres, node-postgres and Prisma become errors of Millrace. A full disk is
 * STORAGE_FULL, a server that cannot be reached or will not serve is POSTGRES_UNAVAILABLE (not retriable where only a
 * person can help); `cause` is the original. Every other error comes back as it is.
 */
export function translatePostgresError(error: unknown): unknown {
  if (isMillraceError(error)) return error;
  const state = sqlState(error);
  const message = messageOf(error);
  if (state === '53100' || (state !== undefined && /No space left on device|Disk quota exceeded/i.test(message))) {
    return new MillraceError(
      'STORAGE_FULL',
      `Postgres has no disk space left: free some, then it goes on. (${message})`,
      {
        cause: error,
      },
    );
  }
  if (state !== undefined && Object.hasOwn(refusedStates, state)) {
    return new MillraceError('POSTGRES_UNAVAILABLE', `${refusedStates[state]}. (${message})`, {
      cause: error,
      retriable: false,
    });
  }
  const problem = state === undefined ? setupProblems.find(({ shape }) => shape.test(message)) : undefined;
  if (problem) {
    return new MillraceError('POSTGRES_UNAVAILABLE', `${problem.advice}. (${message})`, {
      cause: error,
      retriable: false,
    });
  }
  const sentence =
    state === undefined
      ? chain(error).some(isConnectionError)
        ? 'The connection to Postgres was lost or could not be made'
        : undefined
      : (unavailableStates[state] ??
        (state.startsWith('08') ? 'The connection to Postgres was lost or refused' : undefined));
  if (sentence === undefined) return error;
  return new MillraceError('POSTGRES_UNAVAILABLE', `${sentence}. (${message})`, { cause: error });
}
