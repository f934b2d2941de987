import { describe, expect, it } from 'vitest';
import { assertGroupName } from './group-name.ts';

describe('names of groups', () => {
  it.each(['a', 'billing', 'Billing.v1', '_x', '-', '...', 'a'.repeat(249)])('"%s" is legal', (name) => {
    expect(() => assertGroupName(name)).not.toThrow();
  });

  it.each(['', '.', '..', 'a'.repeat(250), 'a b', 'a/b', "a'b", 'ä', 'a\n', 'a\u0000'])('"%s" is not', (name) => {
    expect(() => assertGroupName(name)).toThrow(expect.objectContaining({ code: 'INVALID_GROUP_ID' }));
  });

  it('does not repeat a megabyte in its message', () => {
    const refused = expect.objectContaining({ message: expect.stringMatching(/^.{1,600}$/) });
    expect(() => assertGroupName('x y'.repeat(1_000_000))).toThrow(refused);
  });
});
