import { expect, test } from 'vitest';
import type { Result } from '../measure/result.ts';
import { sentencesOnWhoIsAhead } from './ahead.ts';
import { markdownTable, textTable } from './table.ts';

const line = (name: string, recordsPerSecond: number, extra: Partial<Result> = {}): Result => ({
  case: name,
  recordsPerSecond,
  p50Ms: null,
  p99Ms: null,
  ratio: null,
  ...extra,
});

const results = [
  line('rows', 412_345),
  line('Millrace', 824_690, {
    ratio: { to: 'rows', value: 2 },
    goals: [
      { text: '≥ 1.8 ×', reached: true },
      { text: 'p99 < 4 ms', reached: false },
    ],
  }),
];

test('columns that nobody fills are left out, and figures have three digits', () => {
  expect(markdownTable(results)).toBe(
    [
      '| case | records/s | ratio | to reach |',
      '| --- | ---: | --- | --- |',
      '| rows | 412,000 |  |  |',
      '| Millrace | 825,000 | 2.00 × rows | ≥ 1.8 × ✓, p99 < 4 ms ✗ |',
    ].join('\n'),
  );
});

test('a terminal gets the same in columns', () => {
  expect(textTable(results).split('\n')).toEqual([
    'case      records/s  ratio        to reach',
    '────────  ─────────  ───────────  ───────────────────────',
    'rows        412,000',
    'Millrace    825,000  2.00 × rows  ≥ 1.8 × ✓, p99 < 4 ms ✗',
  ]);
});

test('every peer that is faster is named, in a sentence of its own', () => {
  const beside = (name: string, value: number) => line(name, 1, { ratio: { to: 'Millrace', value } });
  expect(sentencesOnWhoIsAhead([beside('Kafka, tool', 1.4), beside('Redis', 0.3), beside('rows', 3)])).toEqual([
    '**Kafka, tool is ahead: 1.40 times Millrace.**',
  ]);
  expect(sentencesOnWhoIsAhead([beside('Redis', 0.3)])).toEqual(['No peer is ahead in this run.']);
  expect(sentencesOnWhoIsAhead([beside('rows', 3)])).toEqual([]);
});
