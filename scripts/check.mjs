// npm run check: the one gate. All steps run, whatever fails; their output comes at the end, failures only.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { workspaceFolders } from './prepare/installed.mjs';
import { prepare, reportFailure } from './prepare.mjs';
import { root } from './tracked-files.mjs';

const node = (...args) => [process.execPath, ...args];
const bin = (path, ...args) => node(join('node_modules', path), ...args);
const npm = (...args) => [process.platform === 'win32' ? 'npm.cmd' : 'npm', '--silent', ...args];

/** A workspace joins the gate by a script of that name in its package.json. */
function workspaceScripts(script, title) {
  return workspaceFolders(root).flatMap((folder) => {
    const { name, scripts } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return scripts?.[script] ? [{ title: `${title} of ${folder}`, command: npm('run', script, '-w', name) }] : [];
  });
}

const steps = [
  { title: 'types', command: bin('typescript/bin/tsc', '-b') },
  { title: 'types of the tools', command: bin('typescript/bin/tsc', '-p', 'tsconfig.tools.json') },
  ...workspaceScripts('typecheck', 'types'),
  { title: 'lint and format', command: bin('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.') },
  { title: 'floors of the house', command: node('scripts/check-layers.mjs') },
  { title: 'dead code', command: bin('knip/bin/knip.js', '--no-progress') },
  ...workspaceScripts('codegen:check', 'generated files'),
  { title: 'links in documents', command: node('scripts/check-links.mjs') },
  { title: 'code in documents', command: node('scripts/check-docs-code.mjs') },
  { title: 'length of files', command: node('scripts/check-length.mjs') },
  { title: 'package-lock.json', command: node('scripts/check-lock.mjs') },
  { title: 'Dockerfiles and compose', command: node('scripts/check-docker.mjs') },
];

function runStep({ title, command: [program, ...args] }) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      [process.stdout.isTTY ? 'FORCE_COLOR' : 'NO_COLOR']: '1',
    };
    const shell = program.endsWith('.cmd');
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env, shell });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    const end = (passed, said) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stdout.write(`${passed ? '✓' : '✗'} ${title} ${seconds} s\n`);
      resolve({ title, passed, output: said });
    };
    child.on('error', (error) => end(false, error.message));
    child.on('close', (code) => end(code === 0, output.trim()));
  });
}

/** Runs the steps, as many at once as there are processors. */
async function runAll() {
  const waiting = [...steps];
  const results = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  return results;
}

try {
  await prepare({ web: false, tolerant: true, quiet: !process.stdout.isTTY });
} catch (error) {
  reportFailure(error);
  process.exit(1);
}
const failed = (await runAll()).filter(({ passed }) => !passed);
for (const { title, output } of failed) process.stdout.write(`\n✗ ${title}\n${output}\n`);
process.stdout.write(`\n${steps.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
