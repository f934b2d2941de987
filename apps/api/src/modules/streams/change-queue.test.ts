import { expect, test } from 'vitest';
import { ChangeQueue } from './change-queue.ts';

const change = (key: string, bytes = 0) => ({ partition: 0, key, value: Buffer.alloc(bytes) });
const keys = ({ changes, skipped }: ReturnType<ChangeQueue['take']>) => [
  changes.map(({ key }) => key).join(''),
  skipped,
];

test('gives changes in their order, so many at a time', () => {
  const queue = new ChangeQueue({ maxBytes: 10_000, maxChanges: 2 });
  expect(queue.isEmpty).toBe(true);
  for (const key of ['a', 'b', 'c']) queue.push(change(key));
  expect([keys(queue.take()), queue.isEmpty, keys(queue.take()), queue.isEmpty]).toEqual([
    ['ab', false],
    false,
    ['c', false],
    true,
  ]);
});

test('leaves the oldest out where too much waits, and says so once', () => {
  const queue = new ChangeQueue({ maxBytes: 250, maxChanges: 10 });
  for (const key of ['a', 'b', 'c']) queue.push(change(key));
  queue.push({ ...change('d'), value: null });
  expect(keys(queue.take())).toEqual(['cd', true]);
  queue.push(change('e'));
  expect(keys(queue.take())).toEqual(['e', false]);
});

test('keeps a change that is larger than all that may wait', () => {
  const queue = new ChangeQueue({ maxBytes: 250, maxChanges: 10 });
  queue.push(change('a'));
  queue.push(change('b', 1_000));
  expect(keys(queue.take())).toEqual(['b', true]);
});

test('tells what others have lost, also when nothing came after it', () => {
  const queue = new ChangeQueue({ maxBytes: 250, maxChanges: 10 });
  queue.skip();
  expect([queue.isEmpty, keys(queue.take()), queue.isEmpty]).toEqual([false, ['', true], true]);
});
