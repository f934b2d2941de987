import { describe, expect, it } from 'vitest';
import { commitColumns } from '../commit/commit-statement.ts';
import { transactionFailure } from '../transaction/transaction-failure.ts';
import { appendFailure } from './append-failure.ts';

const postgresError = (code: string) => Object.assign(new Error('as Postgres says it'), { code });

const unavailable = expect.objectContaining({ code: 'POSTGRES_UNAVAILABLE', retriable: true });
const unknownOutcome = expect.objectContaining({ code: 'UNKNOWN_OUTCOME' });

const transactionFails = (code: string) => transactionFailure(postgresError(code), commitColumns([]), undefined);

describe('L6: the failure of a flush and of the last round trip of a transaction', () => {
  it.each(['53200', '53400'])(
    'is refused where Postgres answered that it cannot, and no connection was lost: %s',
    (code) => {
      expect(appendFailure(postgresError(code))).toEqual({ kind: 'refused', error: unavailable });
      expect(transactionFails(code)).toEqual({ kind: 'refused', error: unavailable });
    },
  );

  it('wrote nothing where the server is read-only', () => {
    expect(appendFailure(postgresError('25006'))).toEqual({ kind: 'unavailable', error: unavailable });
    expect(transactionFails('25006')).toEqual({ kind: 'refused', error: unavailable });
  });

  it.each(['57P01', '57P02', '08006', 'ECONNRESET'])(
    'is of unknown outcome where the connection was lost: %s',
    (code) => {
      expect(appendFailure(postgresError(code))).toEqual({ kind: 'lost', error: unknownOutcome });
      expect(transactionFails(code)).toEqual({ kind: 'lost', error: unknownOutcome });
    },
  );

  it('wrote nothing where the connection was lost before anything was sent', () => {
    expect(appendFailure(postgresError('57P01'), false)).toEqual({ kind: 'unavailable', error: unavailable });
  });
});
