import { CombinedError } from '@urql/core';
import { describe, expect, it } from 'vitest';
import { isOutcomeUnknown, problemOf } from './problem.ts';

const failed = (networkError: Error, status?: number) =>
  problemOf(new CombinedError({ networkError, response: status === undefined ? undefined : { status } }));

describe('problemOf', () => {
  it.each([
    ['an answer that breaks off', failed(new TypeError('terminated'), 200), 'UNREACHABLE', true],
    ['an answer that takes too long', failed(new DOMException('late', 'TimeoutError'), 200), 'TIMEOUT', true],
    ['no answer', failed(new TypeError('fetch failed')), 'UNREACHABLE', true],
    ['a proxy without a server behind it', failed(new Error('Bad Gateway'), 502), 'HTTP_502', true],
    ['a refusal', failed(new Error('Forbidden'), 403), 'HTTP_403', false],
  ])('%s', (_, problem, code, unknown) => {
    expect(problem.code).toBe(code);
    expect(isOutcomeUnknown(problem)).toBe(unknown);
  });
});
