import { MillraceError } from '@millrace/core';
import { expect, it } from 'vitest';
import { EpochSize } from './epoch-size.ts';

const tooLong = new MillraceError('EPOCH_TIMEOUT', 'too long');

it('an epoch that was too much makes the next ones smaller, and those that go well larger again', () => {
  const size = new EpochSize(5_000);
  size.failed(5_000, tooLong);
  size.failed(2_500, tooLong);
  expect(size.records).toBe(1_250);
  for (let i = 0; i < 8; i++) size.succeeded();
  expect(size.records).toBe(2_500);
  for (let i = 0; i < 80; i++) size.succeeded();
  expect(size.records).toBe(5_000);
});

it('a record that is alone, and failures of other kinds, say nothing of the size', () => {
  const size = new EpochSize(5_000);
  size.failed(1, tooLong);
  size.failed(5_000, new RangeError('bad'));
  expect(size.records).toBe(5_000);
});
