import { describe, expect, it } from 'vitest';
import { byteUnits, durationUnits, exactUnit, formatBytes, formatQuantity, formatRecords } from './quantity.ts';

describe('formatQuantity', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1_048_588, '1 MiB'],
    [1.5 * 1024 ** 3, '1.5 GiB'],
    [3000 * 1024 ** 4, '3,000 TiB'],
  ])('reads %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('has a singular for a day', () => {
    expect(formatQuantity(86_400_000, durationUnits)).toBe('1 day');
    expect(formatQuantity(604_800_000, durationUnits)).toBe('7 days');
  });
});

describe('exactUnit', () => {
  it('never loses a byte', () => {
    expect(exactUnit(1024 ** 3, byteUnits).name).toBe('GiB');
    expect(exactUnit(1_048_588, byteUnits).name).toBe('B');
    expect(exactUnit(0, byteUnits).name).toBe('B');
  });
});

it('has a singular for one record', () => {
  expect(formatRecords(0)).toBe('0 records');
  expect(formatRecords(1)).toBe('1 record');
  expect(formatRecords(12_345)).toBe('12,345 records');
});
