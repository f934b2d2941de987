import { MillraceError } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { isLockTimeout, sqlState, translatePostgresError } from './postgres-error.ts';

const postgresError = (code: string, message = 'said so') => Object.assign(new Error(message), { code });

/** As @prisma/adapter-pg wraps what node-postgres threw. */
const prismaError = (cause: object) =>
  Object.assign(new Error('Invalid invocation'), { code: 'P2010', meta: { driverAdapterError: { cause } } });

describe('translatePostgresError', () => {
  it.each([
    ['disk full', postgresError('53100'), 'STORAGE_FULL', true],
    [
      'an I/O error for want of space',
      postgresError('58030', 'could not extend file: No space left on device'),
      'STORAGE_FULL',
      true,
    ],
    ['a quota', postgresError('XX000', 'could not write: Disk quota exceeded'), 'STORAGE_FULL', true],
    ['a lost connection', postgresError('08006'), 'POSTGRES_UNAVAILABLE', true],
    ['a refused connection', postgresError('ECONNREFUSED'), 'POSTGRES_UNAVAILABLE', true],
    ['a broken pipe, whose code has the length of a SQLSTATE', postgresError('EPIPE'), 'POSTGRES_UNAVAILABLE', true],
    ['a shutdown', postgresError('57P01'), 'POSTGRES_UNAVAILABLE', true],
    ['a starting server', postgresError('57P03'), 'POSTGRES_UNAVAILABLE', true],
    ['no connections left', postgresError('53300'), 'POSTGRES_UNAVAILABLE', true],
    ['a read-only standby', postgresError('25006'), 'POSTGRES_UNAVAILABLE', true],
    ['an ended idle transaction', postgresError('25P03'), 'POSTGRES_UNAVAILABLE', true],
    ['a wrong password', postgresError('28P01'), 'POSTGRES_UNAVAILABLE', false],
    ['a missing database', postgresError('3D000'), 'POSTGRES_UNAVAILABLE', false],
    [
      'a driver that lost its connection',
      new Error('Connection terminated unexpectedly'),
      'POSTGRES_UNAVAILABLE',
      true,
    ],
    [
      'a pool that got none in time',
      new Error('timeout exceeded when trying to connect'),
      'POSTGRES_UNAVAILABLE',
      true,
    ],
    ['a server without TLS', new Error('The server does not support SSL connections'), 'POSTGRES_UNAVAILABLE', false],
    [
      'Prisma about a full disk',
      prismaError({ originalCode: '53100', originalMessage: 'No space' }),
      'STORAGE_FULL',
      true,
    ],
    ['Prisma about no server', prismaError({ kind: 'DatabaseNotReachable' }), 'POSTGRES_UNAVAILABLE', true],
    ['a cause within', new Error('outer', { cause: postgresError('ECONNRESET') }), 'POSTGRES_UNAVAILABLE', true],
  ])('names %s', (_, error, code, retriable) => {
    const translated = translatePostgresError(error);
    expect(translated).toBeInstanceOf(MillraceError);
    expect(translated).toMatchObject({ code, retriable });
    expect((translated as MillraceError).cause).toBe(error);
  });

  it.each([
    ['a unique violation', postgresError('23505')],
    ['a lock timeout', postgresError('55P03')],
    ['a plain error', new TypeError('x is not a function')],
    ['an error of the file system', postgresError('ENOENT')],
    ['a message about space that is not of Postgres', new Error('No space left on device')],
    ['text', 'boom'],
    ['nothing', undefined],
  ])('leaves %s as it is', (_, error) => {
    expect(translatePostgresError(error)).toBe(error);
  });

  it('does not translate twice', () => {
    const once = translatePostgresError(postgresError('57P01'));
    expect(translatePostgresError(once)).toBe(once);
  });
});

describe('sqlState', () => {
  it('sees through Prisma, and takes neither socket codes nor Prisma codes for states', () => {
    expect(sqlState(prismaError({ originalCode: '23505' }))).toBe('23505');
    expect(sqlState(postgresError('MR001'))).toBe('MR001');
    expect(sqlState(postgresError('P0001'))).toBe('P0001');
    expect(sqlState(postgresError('P2002'))).toBeUndefined();
    expect(sqlState(postgresError('EPIPE'))).toBeUndefined();
    expect(sqlState(null)).toBeUndefined();
  });

  it('knows a lock timeout', () => {
    expect(isLockTimeout(postgresError('55P03'))).toBe(true);
    expect(isLockTimeout(postgresError('40P01'))).toBe(false);
  });

  it('ends on an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(sqlState(error)).toBeUndefined();
  });
});
