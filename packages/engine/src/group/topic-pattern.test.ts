import { describe, expect, it } from 'vitest';
import { compilePattern, patternMatches } from './topic-pattern.ts';

describe('G7: a pattern is RE2 and matches whole names', () => {
  it.each([
    ['orders', 'orders', true],
    ['orders', 'orders.v1', false],
    ['orders', 'my-orders', false],
    ['orders.*', 'orders.v1', true],
    ['orders\\..*', 'orders-v1', false],
    ['a|b', 'b', true],
    ['a|b', 'ab', false],
    ['^orders$', 'orders', true],
    ['(?i)ORDERS', 'orders', true],
    ['[a-c]{2}', 'ac', true],
    ['.*', 'ä', true],
  ])('%s and %s: %s', (pattern, name, matches) => {
    expect(patternMatches(pattern, name)).toBe(matches);
  });

  it.each([
    ['a(', /missing closing \): `a\(`/],
    ['*', /missing argument to repetition operator/],
    ['(?=a)', /Perl syntax/],
    ['(?<!a)b', /./],
    ['(a)\\1', /invalid escape sequence/],
    ['a{1001}', /invalid repeat count/],
    ['(a{1000}){1000}', /invalid repeat count/],
    ['', /1 to 1000 characters, not 0/],
    ['a'.repeat(1_001), /1 to 1000 characters, not 1001/],
  ])('%s is refused, with what is wrong', (pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(
      expect.objectContaining({ code: 'INVALID_PATTERN', message: expect.stringMatching(reason) }),
    );
  });

  it('is linear: what takes others forever takes no time', () => {
    const start = process.cpuUsage();
    expect(patternMatches('(a*)*b', 'a'.repeat(249))).toBe(false);
    expect(patternMatches('(.*a){50}', `${'ab'.repeat(124)}c`)).toBe(false);
    expect(process.cpuUsage(start).user / 1_000).toBeLessThan(1_000);
  });

  it('is compiled once, and forgotten when it was long not used', () => {
    const first = compilePattern('first');
    for (let n = 0; n < 200; n++) compilePattern(`other-${n}`);
    expect(compilePattern('first')).toBe(first);
    for (let n = 0; n < 256; n++) compilePattern(`more-${n}`);
    expect(compilePattern('first')).not.toBe(first);
  });
});
