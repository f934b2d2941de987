import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('gives a spare turn only while somebody else could still have one', async () => {
  const turns = new Turns(3);
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => ends.push(resolve));
  const first = turns.take(work);
  const spare = turns.takeSpare(work);
  expect(spare).toBeInstanceOf(Promise);
  expect(turns.takeSpare(work)).toBeUndefined();
  const last = turns.take(work);
  expect(ends).toHaveLength(3);
  for (const end of ends) end();
  await Promise.all([first, spare, last]);
  expect(turns.takeSpare(async () => 'again')).toBeInstanceOf(Promise);
});
