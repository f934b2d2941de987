import { FakeClock } from '@millrace/core/testing';
import { expect, it } from 'vitest';
import { UnfoldedBytes } from './unfolded-bytes.ts';

const limits = { maxUnfoldedBytes: 100, maxFoldingWaitMs: 1_000 };

it('lets reads wait while there is far too much to fold, until there is less', async () => {
  const unfolded = new UnfoldedBytes(new FakeClock(), limits);
  unfolded.add(400);
  expect([unfolded.isOver, unfolded.relief()]).toEqual([true, undefined]);
  unfolded.add(1);
  const relief = unfolded.relief();
  unfolded.add(-1);
  await relief;
  unfolded.add(-300);
  expect([unfolded.isOver, unfolded.relief()]).toEqual([false, undefined]);
});

it('gives up waiting', async () => {
  const clock = new FakeClock();
  const unfolded = new UnfoldedBytes(clock, limits);
  unfolded.add(1_000);
  const relief = unfolded.relief();
  clock.advance(1_000);
  await expect(relief).rejects.toMatchObject({ code: 'QUEUE_FULL', retriable: true });
});

it('says what folding has failed with, until there is room again', async () => {
  const clock = new FakeClock();
  const unfolded = new UnfoldedBytes(clock, limits);
  const messageOf = async () => {
    const relief = unfolded.relief();
    clock.advance(1_000);
    return relief?.then(undefined, ({ message }) => message);
  };
  unfolded.add(1_000);
  unfolded.failed(new Error('no room on disk'));
  expect(await messageOf()).toMatch(/1000 ms\. Folding it last failed with: no room on disk$/);
  unfolded.add(-1_000);
  unfolded.add(1_000);
  expect(await messageOf()).toMatch(/1000 ms\.$/);
});
