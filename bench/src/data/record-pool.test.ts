import { describe, expect, test } from 'vitest';
import { makeRecords, Slices } from './record-pool.ts';

describe('the records that are measured with', () => {
  const records = makeRecords(5_000);

  test('values are JSON of exactly 100 bytes, keys are 10 bytes, and none is there twice', () => {
    for (const { key, value } of records) {
      expect([key.length, value.length]).toEqual([10, 100]);
      expect(JSON.parse(value.toString())).toMatchObject({ id: expect.any(Number), city: expect.any(String) });
    }
    expect(new Set(records.map(({ value }) => value.toString())).size).toBe(records.length);
    expect(new Set(records.map(({ key }) => key.toString())).size).toBe(records.length);
  });

  test('are the same in every run, and others with another seed', () => {
    expect(makeRecords(5_000)[4_999]?.value.toString()).toBe(records[4_999]?.value.toString());
    expect(makeRecords(5_000, 2)[4_999]?.value.toString()).not.toBe(records[4_999]?.value.toString());
  });

  test('slices hold no record twice and start again after the last whole one', () => {
    const slices = new Slices(records.slice(0, 25), 10);
    const firstIds = [slices.next(), slices.next(), slices.next()].map((slice) => records.indexOf(slice[0] as never));
    expect(firstIds).toEqual([0, 10, 0]);
  });
});
