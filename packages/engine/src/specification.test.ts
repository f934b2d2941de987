import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const specification = readFileSync(new URL('docs/specs/log.md', root), 'utf8');

const invariants = [...specification.matchAll(/^- \*\*(L\d+)\./gm)].map(([, name]) => name!);
/** Of "Where they are held": the invariants of a row, the files that are said to hold them, and titles of tests in one of these. */
const rows = specification
  .slice(specification.indexOf('## Where they are held'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| |'))
  .map((line) => {
    const [, of, tests] = line.split('|') as [string, string, string];
    return {
      of: of.trim(),
      names: [...of.matchAll(/L\d+/g)].map(([name]) => name),
      files: [...tests.matchAll(/`([^` ]+\.ts)`/g)].flatMap(([, file]) => matching(file!)),
      titles: [...tests.matchAll(/"([^"]+)"/g)].map(([, title]) => title!),
    };
  });

/** Below this package's sources, where it is not said to be elsewhere; `*` once, in the name of the file. */
function matching(path: string): URL[] {
  const file = new URL(/^(packages|apps)\//.test(path) ? path : `packages/engine/src/${path}`, root);
  if (!path.includes('*')) return [file];
  const folder = new URL('.', file);
  const [before, behind] = file.pathname.slice(folder.pathname.length).split('*') as [string, string];
  return readdirSync(folder)
    .filter((name) => name.startsWith(before) && name.endsWith(behind))
    .map((name) => new URL(name, folder));
}

const names = (file: URL, invariant: string) => new RegExp(`\\b${invariant}\\b`).test(readFileSync(file, 'utf8'));

describe('the specification of the log', () => {
  it('numbers its invariants from L1 on, without a gap', () => {
    const numbers = invariants.map((name) => Number(name.slice(1))).sort((a, b) => a - b);
    expect(numbers.length).toBeGreaterThanOrEqual(46);
    expect(numbers).toEqual(numbers.map((_, n) => n + 1));
  });

  it.each(invariants)('%s is named by a test', (name) => {
    const files = rows.filter((row) => row.names.includes(name)).flatMap((row) => row.files);
    expect(
      files.some((file) => names(file, name)),
      `of ${files.join(', ')}`,
    ).toBe(true);
  });

  it.each(rows)('what is said to hold $of is there, and names it', ({ files, titles, names: held }) => {
    expect(files).not.toEqual([]);
    const silent = files.filter((file) => held.length > 0 && !held.some((name) => names(file, name)));
    expect(silent.map(String)).toEqual([]);
    const sources = files.map((file) => readFileSync(file, 'utf8'));
    for (const title of titles)
      expect(
        sources.some((source) => source.includes(title)),
        title,
      ).toBe(true);
  });
});
