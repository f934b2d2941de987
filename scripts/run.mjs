// npm test, npm run test:sql, test:e2e, bench, demo, verify, epoch, example: prepares the clone, then becomes the program.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';
import { prepare, reportFailure } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = (project) => ['node_modules/vitest/vitest.mjs', 'run', '--project', project];

const programs = {
  test: { args: vitest('node'), prepare: { web: false, tolerant: true } },
  'test:sql': { args: vitest('sql'), prepare: { web: false, tolerant: true } },
  'test:e2e': { args: vitest('e2e'), prepare: {}, env: chromiumEnvironment },
  bench: { args: ['bench/dist/main.js'], prepare: { web: false } },
  demo: { args: ['apps/demo/dist/main.js'], prepare: { tools: false, web: false } },
  verify: { args: ['apps/platform/dist/verify/main.js'], prepare: { tools: false, web: false } },
  epoch: { args: ['apps/platform/dist/epoch/main.js'], prepare: { tools: false, web: false } },
  example: { args: [`examples/dist/${process.argv[3]}.js`], named: true, prepare: { web: false } },
};

function chromiumEnvironment() {
  const path = findChromium();
  if (path) return { MILLRACE_CHROMIUM: path };
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one (Debian: apt-get install chromium-headless-shell) or name it in MILLRACE_CHROMIUM.',
  );
}

/** Signals go on to the program; it ends when it has ended, and the same way. */
function become(args, env) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal's Ctrl-C reached the program already: a second one would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [name, ...rest] = process.argv.slice(2);
const program = programs[name];
if (!program) {
  process.stderr.write(`Usage: node scripts/run.mjs ${Object.keys(programs).join('|')} [arguments]\n`);
  process.exit(2);
}
try {
  const env = program.env?.();
  await prepare(program.prepare);
  if (!existsSync(join(root, program.args[0]))) throw new Error(`${program.args[0]} does not exist.`);
  // An example is named by the first argument.
  become([...program.args, ...(program.named ? rest.slice(1) : rest)], env);
} catch (error) {
  if (error.name === 'StepFailed') reportFailure(error);
  else process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
