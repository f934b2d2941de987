import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { usage } from './options.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` with arguments, which is to end by itself and to leave its data directory alone. */
function start(...args: string[]) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-start-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: '', MILLRACE_DATA_DIRECTORY: directory, MILLRACE_API_PORT: 'none' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(readdirSync(directory)).toEqual([]);
  return { status, stdout, stderr };
}

test.each([['--help'], ['-h'], ['--dev', '--help']])(
  'npm start says what it takes, and starts nothing: %s',
  (...args) => {
    expect(start(...args)).toEqual({ status: 0, stdout: `${usage}\n`, stderr: '' });
  },
);

test.each([['--port'], ['--port', '4001'], ['now'], ['--dev', '--what']])(
  'an argument that there is not is refused: %s',
  (...args) => {
    const unknown = args.find((argument) => argument !== '--dev');
    const stderr = `npm start takes no "${unknown}".\n\n${usage}\n`;
    expect(start(...args)).toEqual({ status: 2, stdout: '', stderr });
  },
);

test('it names every setting that the README has', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const table = readme.slice(readme.indexOf('## Settings'));
  const settings = [...table.matchAll(/`((?:MILLRACE|DATABASE)_[A-Z_]+)`/g)].map(([, name]) => name as string);
  expect(settings.length).toBeGreaterThan(6);
  expect(settings.filter((name) => !usage.includes(`  ${name} `))).toEqual([]);
});
