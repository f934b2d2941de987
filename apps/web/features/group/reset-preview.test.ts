import { describe, expect, it } from 'vitest';
import { differenceText, type PartitionReset, resetSummary } from './reset-preview.ts';

const reset = (committedOffset: number | null, newOffset: number | null, bounds: Partial<PartitionReset> = {}) => ({
  committedOffset,
  newOffset,
  logStartOffset: 0,
  endOffset: 5_000,
  ...bounds,
});

describe('differenceText', () => {
  it.each([
    ['forward', reset(100, 1_300), 'skips 1,200 records'],
    ['forward by one', reset(100, 101), 'skips 1 record'],
    ['back', reset(1_300, 1_000), 'reads 300 again'],
    ['to where it is', reset(7, 7), 'no change'],
    ['to nowhere', reset(7, null), 'stays as it is'],
    ['for the first time', reset(null, 4_000), 'nothing committed before; 1,000 records to read'],
    ['forward from deleted records', reset(10, 150, { logStartOffset: 100 }), 'skips 50 records'],
    [
      'to the start of a log whose records before it are deleted',
      reset(10, 100, { logStartOffset: 100 }),
      'skips only deleted records',
    ],
  ])('%s', (_, of, text) => expect(differenceText(of)).toBe(text));
});

describe('resetSummary', () => {
  it('adds up what is skipped and what comes again', () => {
    expect(resetSummary([reset(0, 1_000), reset(10, 210), reset(500, 200), reset(3, 3), reset(null, 9)])).toBe(
      'Skips 1,200 records, reads 300 again, sets 1 partition for the first time, leaves 1 partition as it is.',
    );
  });

  it('says when nothing changes', () => {
    expect(resetSummary([reset(3, 3), reset(4, null)])).toBe('Nothing changes.');
    expect(resetSummary([])).toBe('Nothing changes.');
  });

  it('says when only offsets move', () => {
    expect(resetSummary([reset(10, 100, { logStartOffset: 100 })])).toBe('Moves offsets only where no record is left.');
  });
});
