// Runs the tour of the README against a platform of its own, so that what the README promises is what happens.
//
// A block that begins with "```sh tour" is run by bash in the repository's root; it must end with 0. A block right behind it
// that begins with "```text output" or "```json output" is what it prints, with … for whatever differs from run to run.
// node scripts/check-readme.mjs [FILE]. Addresses and directories are the defaults in the README; here they are replaced by free ones.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tracked-files.mjs';

const readyLimitMs = 120_000;
const blockLimitMs = 60_000;
const stopLimitMs = 30_000;
const defaultPorts = { api: 4000, web: 3000 };

/** The blocks of the tour: a command, the line it stands on, and what it prints if the README says so. */
function tourOf(markdown) {
  const fence = /^```(\w+) (tour|output)\n([\s\S]*?)^```$/gm;
  const blocks = [];
  let end = 0;
  for (const match of markdown.matchAll(fence)) {
    const line = markdown.slice(0, match.index).split('\n').length;
    const between = markdown.slice(end, match.index);
    if (match[2] === 'tour') blocks.push({ line, command: match[3], output: null });
    else if (blocks.length === 0 || blocks.at(-1).output !== null || /^```/m.test(between)) {
      throw new Error(`README.md:${line}: this output stands behind no block of the tour`);
    } else blocks.at(-1).output = match[3];
    end = match.index + match[0].length;
  }
  return blocks;
}

/** Below those that connections which go out are given: it is to be free still when the platform listens. */
function freePort() {
  return new Promise((resolve) => {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer().on('error', () => resolve(freePort()));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}

/** Whether `printed` is `expected`, where … stands for anything, and space at the ends of lines for nothing. */
function isAsPromised(printed, expected) {
  const tidy = (text) => text.replace(/[ \t]+$/gm, '').trim();
  const pattern = tidy(expected)
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[\\s\\S]*?');
  return new RegExp(`^${pattern}$`).test(tidy(printed));
}

function startPlatform(env) {
  // A group of its own, so that all of it can be stopped should it not stop by itself.
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env, detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, ended, said: () => said };
}

async function untilReady(platform, addresses) {
  const deadline = Date.now() + readyLimitMs;
  for (const address of addresses) {
    for (;;) {
      const answer = await fetch(address, { signal: AbortSignal.timeout(5000) }).catch(() => null);
      if (answer?.ok) break;
      const ended = await Promise.race([
        platform.ended.then(() => true),
        new Promise((r) => setTimeout(r, 250, false)),
      ]);
      if (ended) throw new Error(`The platform ended before it was ready:\n${platform.said()}`);
      if (Date.now() > deadline) throw new Error(`${address} does not answer:\n${platform.said()}`);
    }
  }
}

async function stopPlatform({ child, ended, said }) {
  child.kill('SIGINT');
  const limit = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), stopLimitMs);
  const code = await ended;
  clearTimeout(limit);
  if (code !== 0 && code !== 130)
    throw new Error(`The platform ended with ${code ?? 'a signal'} instead of 0:\n${said()}`);
}

function runBlock(command, env) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', command], { cwd: root, env, timeout: blockLimitMs });
    let stdout = '';
    let all = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      all += chunk;
    });
    child.stderr.on('data', (chunk) => {
      all += chunk;
    });
    child.stdin.end();
    child.on('close', (code, signal) => resolve({ stdout, all, ended: code ?? signal }));
  });
}

const file = process.argv[2] ?? join(root, 'README.md');
const tour = tourOf(readFileSync(file, 'utf8'));
if (tour.length === 0) throw new Error(`${file} has no block that begins with "\`\`\`sh tour".`);

const directory = mkdtempSync(join(tmpdir(), 'millrace-readme-'));
// As root, Postgres runs as another user, who must get in.
chmodSync(directory, 0o711);
const ports = { api: await freePort(), web: await freePort() };
const env = {
  ...process.env,
  MILLRACE_DATA_DIRECTORY: directory,
  MILLRACE_API_PORT: String(ports.api),
  MILLRACE_CONSOLE_PORT: String(ports.web),
};
delete env.DATABASE_URL;
const here = (text) =>
  text
    .replaceAll('.millrace/', `${directory}/`)
    .replaceAll(new RegExp(`(127\\.0\\.0\\.1|localhost):${defaultPorts.api}\\b`, 'g'), `127.0.0.1:${ports.api}`)
    .replaceAll(new RegExp(`(127\\.0\\.0\\.1|localhost):${defaultPorts.web}\\b`, 'g'), `127.0.0.1:${ports.web}`)
    .replaceAll('.millrace/', `${directory}/`);

const platform = startPlatform(env);
let failed = 0;
try {
  await untilReady(platform, [`http://127.0.0.1:${ports.api}/health/ready`, `http://127.0.0.1:${ports.web}/`]);
  for (const { line, command, output } of tour) {
    const { stdout, all, ended } = await runBlock(here(command), env);
    const kept = ended === 0 && (output === null || isAsPromised(stdout, here(output)));
    process.stdout.write(`${kept ? '✓' : '✗'} README.md:${line} ${command.trim().split('\n', 1)[0]}\n`);
    if (kept) continue;
    failed += 1;
    const expected = output === null ? '' : `--- the README says\n${here(output)}`;
    process.stdout.write(`--- it printed (ended with ${ended})\n${all}${expected}`);
  }
} finally {
  await stopPlatform(platform);
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
