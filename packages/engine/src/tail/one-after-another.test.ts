import { expect, test } from 'vitest';
import { OneAfterAnother } from './one-after-another.ts';

test('the first call begins at once, those behind it in their order, each when the one before has ended', async () => {
  const calls = new OneAfterAnother();
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const answers = ['a', 'b', 'c'].map((name) => {
    const told = new Promise<void>((resolve) => ends.push(resolve));
    return calls.run(async () => {
      log.push(`${name} begins`);
      await told;
      log.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    });
  });
  expect(log).toEqual(['a begins']);
  for (const end of ends.reverse()) end();
  const [a, b, c] = await Promise.allSettled(answers);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect([a, c]).toMatchObject([{ value: 'a' }, { value: 'c' }]);
  expect(b).toMatchObject({ status: 'rejected', reason: { message: 'b fails' } });
});

test('a call that comes with the answer to the one before begins at once', async () => {
  const calls = new OneAfterAnother();
  await calls.run(async () => {});
  let begun = false;
  const answer = calls.run(async () => {
    begun = true;
  });
  expect(begun).toBe(true);
  await answer;
});
