import type { Result } from '../measure/result.ts';
import { formatMs, formatRate, formatRatio } from './numbers.ts';

const columns = ['case', 'records/s', 'p50 ms', 'p99 ms', 'ratio', 'to reach', 'acknowledged when'] as const;

function cells(result: Result): string[] {
  return [
    result.case,
    formatRate(result.recordsPerSecond),
    formatMs(result.p50Ms),
    formatMs(result.p99Ms),
    result.ratio ? `${formatRatio(result.ratio.value)} × ${result.ratio.to}` : '',
    (result.goals ?? []).map((goal) => `${goal.text} ${goal.reached ? '✓' : '✗'}`).join(', '),
    result.durability ?? '',
  ];
}

/** Columns that nobody fills are left out. */
function filled(results: readonly Result[]): { header: string[]; rows: string[][] } {
  const all = results.map(cells);
  const used = columns.map((_, i) => all.some((row) => row[i] !== ''));
  const keep = <T>(row: readonly T[]) => row.filter((_, i) => used[i]);
  return { header: keep(columns), rows: all.map(keep) };
}

const isNumeric = (title: string) => title === 'records/s' || title.endsWith(' ms');

/** For a terminal. */
export function textTable(results: readonly Result[]): string {
  const { header, rows } = filled(results);
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (isNumeric(header[i] ?? '') ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

/** For docs/benchmarks.md. */
export function markdownTable(results: readonly Result[]): string {
  const { header, rows } = filled(results);
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(header), line(header.map((title) => (isNumeric(title) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}
