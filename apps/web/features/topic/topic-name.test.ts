import { describe, expect, it } from 'vitest';
import { topicNameProblem } from './topic-name.ts';

describe('topicNameProblem', () => {
  it.each(['a', 'Orders.eu-west_1', '0', '...', 'x'.repeat(249)])('allows %s', (name) => {
    expect(topicNameProblem(name)).toBeNull();
  });

  it.each([
    ['', 'needs a name'],
    ['.', 'cannot be'],
    ['..', 'cannot be'],
    ['a b', 'A space'],
    ['a/b', '"/"'],
    ['größe', '"ö"'],
    ['😀', '"😀"'],
    ['x'.repeat(250), '250 characters'],
  ])('refuses %s', (name, reason) => expect(topicNameProblem(name)).toContain(reason));
});
