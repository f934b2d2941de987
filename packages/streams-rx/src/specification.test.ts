import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const source = new URL('./', import.meta.url);
const specification = readFileSync(new URL('../../../docs/specs/streams.md', source), 'utf8');

interface Test {
  readonly file: string | undefined;
  /** What it is named; undefined: all of the file. */
  readonly title: string | undefined;
}

/** Of each rule what is said to hold it: `file`, `file: title`, or a title in one of the files that it names. */
const rules = specification
  .split(/\n(?=- \*\*S\d+\.)/)
  .slice(1)
  .map((text) => {
    const [rule] = text.split(/\n(?=\S)/) as [string];
    const [, heldBy = ''] = rule.split(/\bHeld by\b/);
    return {
      name: /S\d+/.exec(rule)![0],
      tests: [...heldBy.matchAll(/`([^`]+)`/g)].flatMap(([, item]) => testOf(item!)),
    };
  });

function testOf(item: string): Test[] {
  const [, file, title] = /^([\w/.-]+\.ts)(?::\s+(.+))?$/s.exec(item) ?? [];
  if (file !== undefined) return [{ file, title }];
  // Neither names of settings and functions nor commands.
  return /\s/.test(item) && !item.startsWith('npm ') ? [{ file: undefined, title: item }] : [];
}

const read = (file: string) => readFileSync(new URL(file, source), 'utf8');

/** Whether a test is named so, whatever is left out with `…`. */
const holds = (text: string, title: string): boolean =>
  title
    .replaceAll(/\s+/g, ' ')
    .split('…')
    .every((part) => text.includes(part.trim()));

describe('the specification of streams', () => {
  it('gives each rule a number of its own', () => {
    const names = rules.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(73);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(rules)('what is said to hold $name is there', ({ tests }) => {
    expect(tests).not.toEqual([]);
    const files = tests.flatMap(({ file }) => file ?? []);
    for (const { file, title } of tests) {
      const texts = (file === undefined ? files : [file]).map(read);
      if (title !== undefined)
        expect(
          texts.some((text) => holds(text, title)),
          title,
        ).toBe(true);
    }
  });
});
