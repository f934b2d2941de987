import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, fromBase64, hexDump, isBase64, toBase64 } from './bytes.ts';

describe('base64', () => {
  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        const text = toBase64(bytes);
        expect(isBase64(text)).toBe(true);
        expect(fromBase64(text)).toEqual(Uint8Array.from(bytes));
      }),
      { numRuns: 30 },
    );
  });

  it.each(['a', 'ab', 'abc', 'ab==x', 'a b=', 'YWI', '-_8=', '===='])('refuses %s', (text) =>
    expect(isBase64(text)).toBe(false),
  );
});

describe('hexDump', () => {
  it('looks as hexdump -C does', () => {
    expect(hexDump(bytesOf('Millrace on Postgres\n'))).toBe(
      '00000000  4d 69 6c 6c 72 61 63 65  20 6f 6e 20 50 6f 73 74  Millrace on Post\n' +
        '00000010  67 72 65 73 0a                                    gres·',
    );
  });

  it('stops at its limit', () => {
    expect(hexDump(new Uint8Array(100), 32).split('\n')).toHaveLength(2);
  });
});
