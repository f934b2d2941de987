import { describe, expect, test } from 'vitest';
import { RunningHash } from './running-hash.ts';
import { compare } from './verdict.ts';

function hashed(values: readonly string[]): RunningHash {
  const hash = new RunningHash();
  for (const value of values) hash.add(value);
  return hash;
}

const values = (count: number) => Array.from({ length: count }, (_, i) => `{"flight":${i}}`);
const consumed = (list: readonly string[], faults: string[] = []) => ({ hash: hashed(list), faults });

describe('the verdict of the demo', () => {
  test('says so when everything arrived in order', () => {
    const verdict = compare(3, [hashed(values(2)), hashed(values(1))], [consumed(values(2)), consumed(values(1))]);
    expect(verdict).toEqual({ ok: true, lines: ['3 produced, 3 consumed, in order in every partition'] });
  });

  test('names the partition from which a record is missing', () => {
    const verdict = compare(2_500, [hashed(values(2_500))], [consumed(values(2_499))]);
    expect(verdict.ok).toBe(false);
    expect(verdict.lines).toContain('  partition 0: 2,500 produced, 2,499 consumed');
  });

  test('sees two records that changed places, and about where', () => {
    const swapped = values(5_000);
    swapped.splice(3_200, 2, swapped[3_201] as string, swapped[3_200] as string);
    const verdict = compare(5_000, [hashed(values(5_000))], [consumed(swapped)]);
    expect(verdict.lines).toContain(
      '  partition 0: the values are not those that were produced, from about record 3,000 on',
    );
  });

  test('passes on what was wrong on the way, and flights that were never produced', () => {
    const verdict = compare(2, [hashed(values(1))], [consumed(values(1), ['offset 4 where 3 was due'])]);
    expect(verdict.lines).toEqual([
      '1 produced, 1 consumed, and this differs:',
      '  1 of 2 flights were produced',
      '  partition 0: offset 4 where 3 was due',
    ]);
  });
});
