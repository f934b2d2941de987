import { describe, expect, it } from 'vitest';
import { toInputValue } from '../quantity/time.ts';
import { emptyDraft, targetOf } from './reset-target.ts';

describe('targetOf', () => {
  const time = Date.UTC(2026, 5, 15, 8, 9, 10);
  const filled = { offset: 0, time: toInputValue(time), shift: -100, group: ' audit ' };

  it.each([
    ['earliest', { edge: 'EARLIEST' }],
    ['latest', { edge: 'LATEST' }],
    ['offset', { offset: 0 }],
    ['time', { timestamp: '2026-06-15T08:09:10.000Z' }],
    ['shift', { shiftBy: -100 }],
    ['group', { group: 'audit' }],
  ] as const)('of %s is that and nothing else', (kind, target) => {
    expect(targetOf({ ...filled, kind })).toEqual(target);
  });

  it.each(['offset', 'time', 'shift', 'group'] as const)('is none while %s is not filled in', (kind) => {
    expect(targetOf({ ...emptyDraft, kind })).toBeNull();
  });
});
