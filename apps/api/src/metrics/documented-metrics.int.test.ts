import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

const repository = new URL('../../../../', import.meta.url);
const page = (path: string) => readFileSync(new URL(path, repository), 'utf8');

let api: TestApi;
let names: readonly string[];

beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
  const text = await (await fetch(`${api.url}/metrics`)).text();
  names = [...text.matchAll(/^# TYPE (millrace_\w+) /gm)].map(([, name]) => name as string).sort();
});
afterAll(() => api?.remove());

test('the table of apps/api/README.md has every metric that /metrics shows, and no other', () => {
  const rows = page('apps/api/README.md')
    .split('\n')
    .filter((line) => line.startsWith('| `millrace_'));
  const documented = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`(millrace_\w+)`/g)].map((match) => match[1]),
  );
  expect(documented.sort()).toEqual(names);
});

/** Schemas and roles begin with the same word. */
const others = /^millrace_(segments|topics|state|publications|app|reader|producer)$/;

const pages = readdirSync(new URL('docs/', repository)).filter((name) => name.endsWith('.md'));

test.each(['README.md', ...pages.map((name) => `docs/${name}`)])(
  '%s names no metric that /metrics does not show',
  (path) => {
    const named = [...page(path).matchAll(/`(millrace_\w+|…\w+_total)[`{]/g)].map(([, name]) => name as string);
    const unknown = named.filter((name) =>
      name.startsWith('…') ? !names.some((known) => known.endsWith(name.slice(1))) : !names.includes(name),
    );
    expect(unknown.filter((name) => !others.test(name))).toEqual([]);
  },
);
