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

test('leaves out of a full queue as quickly as it takes in', () => {
  const maxBytes = 4 * 1024 * 1024;
  const queue = new ChangeQueue({ maxBytes, maxChanges: 100_000 });
  const value = Buffer.alloc(4);
  const count = 300_000;
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) queue.push({ partition: 0, key: String(i).padStart(6, '0'), value });
  // On a busy machine, too. Moving all that waits for each change that is left out takes 5 s.
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  const { changes, skipped } = queue.take();
  const kept = Math.floor(maxBytes / 110);
  expect([changes.length, skipped, changes[0]?.key, changes.at(-1)?.key]).toEqual([
    kept,
    true,
    String(count - kept),
    String(count - 1),
  ]);
  expect(queue.isEmpty).toBe(true);
});

test('gives all changes, however taking and leaving out take turns', () => {
  const queue = new ChangeQueue({ maxBytes: 105 * 50, maxChanges: 7 });
  const taken: number[] = [];
  let pushed = 0;
  for (let turn = 0; turn < 200; turn++) {
    for (let i = 0; i < turn % 13; i++)
      queue.push({ partition: 0, key: String(pushed++).padStart(5, '0'), value: null });
    const { changes, skipped } = queue.take();
    expect(skipped).toBe(Number(changes[0]?.key ?? (taken.at(-1) ?? -1) + 1) !== (taken.at(-1) ?? -1) + 1);
    taken.push(...changes.map(({ key }) => Number(key)));
  }
  while (!queue.isEmpty) taken.push(...queue.take().changes.map(({ key }) => Number(key)));
  expect(taken.slice(-50)).toEqual(Array.from({ length: 50 }, (_, i) => pushed - 50 + i));
  expect(taken.every((key, i) => i === 0 || key > (taken[i - 1] as number))).toBe(true);
});
