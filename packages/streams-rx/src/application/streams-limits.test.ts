import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultStateLimits } from '../state/postgres/state-limits.ts';
import { defaultStreamsLimits, type StreamsLimits, streamsLimits } from './streams-limits.ts';

const mebibyte = 1024 * 1024;
const shown = (limit: number) =>
  limit > 0 && limit % mebibyte === 0 ? `${limit / mebibyte} MiB` : limit.toLocaleString('en-US');

/** By name, the defaults in the tables of the guide: several to a row, where they belong together. */
function limitsInGuide(): Record<string, string> {
  const guide = readFileSync(new URL('../../../../docs/streams.md', import.meta.url), 'utf8');
  const rows = guide.slice(guide.indexOf('\n## Limits\n')).matchAll(/^\| (`.*?`) \| (.*?) \|/gm);
  const told: Record<string, string> = {};
  for (const [, names = '', limits = ''] of rows) {
    const each = limits.split(', ');
    for (const [i, name] of names.replaceAll('`', '').split(', ').entries()) told[name] = each[i] ?? '';
  }
  return told;
}

describe('limits of an application', () => {
  it('are all in the guide, with their defaults', () => {
    const limits = Object.entries({ ...defaultStreamsLimits, ...defaultStateLimits });
    expect(limitsInGuide()).toEqual(Object.fromEntries(limits.map(([name, limit]) => [name, shown(limit)])));
  });

  it('are the defaults where nothing else is given, or undefined', () => {
    expect(streamsLimits()).toEqual(defaultStreamsLimits);
    expect(streamsLimits({ maxCommits: 2, retryMs: undefined as unknown as number })).toEqual({
      ...defaultStreamsLimits,
      maxCommits: 2,
    });
    expect(streamsLimits({ maxTaskIdleMs: 0 }).maxTaskIdleMs).toBe(0);
  });

  it.each([
    [{ maxEpochRecords: 0 }, /0 for maxEpochRecords, which takes a whole number from 1/],
    [{ maxTaskIdleMs: -1 }, /-1 for maxTaskIdleMs, which takes a whole number from 0/],
    [{ epochTimeoutMs: Number.NaN }, /NaN for epochTimeoutMs/],
    [{ maxCommits: 1.5 }, /1.5 for maxCommits/],
    [{ maxEpochRecord: 5 } as Partial<StreamsLimits>, /"maxEpochRecord", which is none. There are maxEpochRecords/],
  ])('that would stop all work are refused: %o', (given, says) => {
    expect(() => streamsLimits(given)).toThrow(says);
  });
});
