import { describe, expect, it } from 'vitest';
import { formatLocal, formatRelative, fromInputValue, toInputValue } from './time.ts';

describe('formatRelative', () => {
  const now = Date.UTC(2026, 0, 31, 12);
  it.each([
    [0, 'just now'],
    [-999, 'just now'],
    [-5_000, '5 sec. ago'],
    [-119_000, '1 min. ago'],
    [-26 * 3_600_000, 'yesterday'],
    [2 * 3_600_000, 'in 2 hr.'],
  ])('%d ms away reads %s', (distance, text) => expect(formatRelative(now + distance, now)).toBe(text));

  it('says what Intl would', () => {
    const intl = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
    const units = {
      second: 1_000,
      minute: 60_000,
      hour: 3_600_000,
      day: 86_400_000,
      month: 2_630_016_000,
      year: 31_557_600_000,
    };
    for (const [unit, ms] of Object.entries(units) as [Intl.RelativeTimeFormatUnit, number][]) {
      for (const count of [-11, -2, -1, 1, 2, 11]) {
        expect(formatRelative(now + count * ms, now)).toBe(intl.format(count, unit));
      }
    }
  });
});

describe('input values', () => {
  it('come back as the time they were made from, to the second', () => {
    const time = new Date(2026, 5, 15, 8, 9, 10).getTime();
    expect(fromInputValue(toInputValue(time))).toBe(time);
    expect(formatLocal(time + 7)).toBe('2026-06-15 08:09:10.007');
  });

  it('tell nonsense from a time', () => {
    expect(fromInputValue('')).toBeNull();
    expect(fromInputValue('tomorrow')).toBeNull();
  });
});
