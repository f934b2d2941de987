import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const specification = readFileSync(new URL('../../../../docs/specs/consumer-group.md', import.meta.url), 'utf8');
const source = new URL('../', import.meta.url);

const invariants = [...specification.matchAll(/^- \*\*(G\d+)\./gm)].map(([, name]) => name!);
/** Of "Where they are held": the invariants of a row and the files that are said to hold them. */
const rows = specification
  .slice(specification.indexOf('## Where they are held'))
  .split('\n')
  .filter((line) => line.startsWith('| G'))
  .map((line) => ({
    names: [...line.split('|')[1]!.matchAll(/G\d+/g)].map(([name]) => name),
    files: [...line.matchAll(/`([^`]+\.ts)`/g)].map(([, file]) => file!),
  }));

describe('the specification of consumer groups', () => {
  it('numbers its invariants from G1 on, without a gap', () => {
    expect(invariants.length).toBeGreaterThanOrEqual(24);
    expect(invariants).toEqual(invariants.map((_, n) => `G${n + 1}`));
  });

  it.each(invariants)('%s is named by a test', (name) => {
    const files = rows.filter((row) => row.names.includes(name)).flatMap((row) => row.files);
    const naming = files.filter((file) =>
      new RegExp(`\\b${name}\\b`).test(readFileSync(new URL(file, source), 'utf8')),
    );
    expect(naming, `of ${files.join(', ')}`).not.toEqual([]);
  });

  it.each(rows.flatMap(({ files }) => files))('%s exists', (file) => {
    expect(existsSync(new URL(file, source))).toBe(true);
  });
});
