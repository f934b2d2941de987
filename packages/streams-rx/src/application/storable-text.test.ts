import { expect, test } from 'vitest';
import { storableJson, storableText } from './storable-text.ts';

test('what Postgres does not take is replaced, pairs stay', () => {
  expect(storableText('a\0b\ud800c\udc00 😀', 100)).toBe('a\ufffdb\ufffdc\ufffd 😀');
  expect(JSON.parse(storableJson({ deep: ['\0', 1, null, '😀\udfff'] }))).toEqual({
    deep: ['\ufffd', 1, null, '😀\ufffd'],
  });
});

test('a long text is cut off, also in the middle of a pair', () => {
  expect(storableText('abcdef', 6)).toBe('abcdef');
  expect(storableText('abcdefg', 6)).toBe('abcde…');
  expect(storableText('abcd😀g', 6)).toBe('abcd\ufffd…');
});
