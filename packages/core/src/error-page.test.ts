import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from './error.ts';

test('docs/errors.md has a row for every code, and says what is retriable', () => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (yes|no|sometimes) \| \S.* \| \S.* \|$/gm)].map(
    ([, code, retriable]) => ({
      code,
      retriable,
    }),
  );
  expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(errorCodes).sort());
  const told = Object.fromEntries(rows.map(({ code, retriable }) => [code, retriable]));
  for (const [code, { retriable }] of Object.entries(errorCodes)) {
    // An error of these can know better: with a producer or a key, or on a socket.
    const sometimes = ['UNKNOWN_OUTCOME', 'LIMIT_EXCEEDED'].includes(code);
    expect(told[code], code).toBe(sometimes ? 'sometimes' : retriable ? 'yes' : 'no');
  }
});
