import { describe, expect, it } from 'vitest';
import { byTopic, formatRanges } from './partition-ranges.ts';

describe('formatRanges', () => {
  it.each([
    [[], ''],
    [[4], '4'],
    [[0, 1], '0–1'],
    [[5, 0, 2, 1], '0–2, 5'],
    [[7, 3, 5], '3, 5, 7'],
    [[10, 9, 2, 11, 2], '2, 9–11'],
  ])('reads %j as "%s"', (numbers, text) => expect(formatRanges(numbers)).toBe(text));
});

describe('byTopic', () => {
  it('sorts topics by name and partitions by number, not by text', () => {
    const of = (topic: string, partition: number) => ({ topic, partition });
    expect(byTopic([of('b', 10), of('a', 0), of('b', 9)])).toEqual([
      { topic: 'a', items: [of('a', 0)] },
      { topic: 'b', items: [of('b', 9), of('b', 10)] },
    ]);
  });
});
