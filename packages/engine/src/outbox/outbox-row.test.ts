import { expect, it } from 'vitest';
import { outboxReadOf } from './outbox-row.ts';

const read = (key: string | null, value: string | null) => {
  const row = ['1:1:', '0', '1', '1', '1', 't', '0', '8', key, value, null];
  return outboxReadOf({ tag: 'SELECT 1', rows: [row] }, 10).rows[0]?.record;
};

it('L36: bytes of an outbox are read as hex, and anything else is no bytes at all', () => {
  expect(read('\\x6b', '\\x')).toMatchObject({ key: Buffer.from('k'), value: Buffer.alloc(0) });
  expect(read(null, null)).toMatchObject({ key: null, value: null });
  // As bytea_output = escape has it.
  for (const text of ['order-17', '', '\\000a']) {
    expect(() => read(text, null)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
    expect(() => read(null, text)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  }
});
