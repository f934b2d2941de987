import { describe, expect, it } from 'vitest';
import { assertTopicName } from './topic-name.ts';

describe('topic names', () => {
  it.each(['a', 'orders', 'Orders.v1', '_x', '-', '...', 'a'.repeat(249)])('"%s" is legal', (name) => {
    expect(() => assertTopicName(name)).not.toThrow();
  });

  it.each(['', '.', '..', 'a'.repeat(250), 'a b', 'a/b', "a'b", 'a"b', 'ä', 'a\n', 'a\u0000', '€'])(
    '"%s" is not',
    (name) => {
      expect(() => assertTopicName(name)).toThrow(expect.objectContaining({ code: 'INVALID_TOPIC_NAME' }));
    },
  );

  it('does not repeat a megabyte in its message', () => {
    try {
      assertTopicName('x y'.repeat(1_000_000));
    } catch (error) {
      expect((error as Error).message.length).toBeLessThan(600);
    }
    expect.assertions(1);
  });
});
