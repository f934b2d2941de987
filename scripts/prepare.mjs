// Makes a clone ready to run: installs, generates and builds what is missing or stale, and nothing else.
// Plain JavaScript with nothing but Node: it runs before anything is installed.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fingerprint, readStamp, removeStamp, writeStamp } from './prepare/fingerprint.mjs';
import { install } from './prepare/install.mjs';
import { whileLocked } from './prepare/lock.mjs';
import { run, StepFailed, showing } from './prepare/progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...path) => join(root, ...path);

const leastNode = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  throw new StepFailed(
    'Checking Node.js',
    `this is ${process.versions.node}; Millrace needs ${leastNode.join('.')} or newer: https://nodejs.org`,
    '',
  );
}

// Each step: `stale` says, in milliseconds of reading, whether there is anything to do; `run` does it.

const prismaClients = [
  {
    title: 'Generating the database client',
    schema: 'prisma/schema.prisma',
    output: 'packages/database/src/generated',
  },
  {
    title: "Generating an example's database client",
    schema: 'examples/outbox/schema.prisma',
    output: 'examples/outbox/generated',
    /** Not for `npm start`. */
    tools: true,
  },
];

/** Prisma's client of a schema, which says itself that it is made into `output`. */
function generatePrismaClient({ title, schema, output }) {
  const stamp = at(output, '.stamp');
  const hash = () => fingerprint(root, [schema, 'prisma.config.ts', 'node_modules/prisma/package.json']);
  return {
    title,
    stale: () => readStamp(stamp) !== hash(),
    async run() {
      const made = hash();
      // The generator needs no engine, but its command line looks for one and would download it: any program satisfies it.
      const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
      const prisma = join(root, 'node_modules/prisma/build/index.js');
      await run(this.title, process.execPath, [prisma, 'generate', '--schema', schema], { cwd: root, env });
      writeStamp(stamp, made);
    },
  };
}

function compile({ tolerant }) {
  const stamp = at('node_modules/.millrace-compiled');
  const projects = JSON.parse(readFileSync(at('tsconfig.json'), 'utf8')).references.map(({ path }) => path);
  const script = 'scripts/prepare/compile.mjs';
  const hash = () =>
    fingerprint(root, [script, 'tsconfig.json', 'tsconfig.base.json', 'package-lock.json', ...projects]);
  return {
    title: 'Compiling',
    stale: () => readStamp(stamp) !== hash() || projects.some((path) => !existsSync(at(path, 'dist'))),
    async run() {
      const made = hash();
      removeStamp(stamp);
      try {
        await run(this.title, process.execPath, [at(script)], { cwd: root });
        writeStamp(stamp, made);
      } catch (error) {
        if (!tolerant) throw error;
        process.stderr.write(`${error.output.trim()}\n`);
      }
    },
  };
}

/** The page is served from this machine, so it is bundled here. */
function bundleGraphiql() {
  const stamp = at('apps/api/dist/graphiql/.stamp');
  const hash = () => fingerprint(root, ['apps/api/graphiql', 'package-lock.json']);
  return {
    title: 'Bundling GraphiQL',
    stale: () => readStamp(stamp) !== hash(),
    async run() {
      const made = hash();
      await run(this.title, process.execPath, [at('apps/api/graphiql/build.mjs')], { cwd: root });
      writeStamp(stamp, made);
    },
  };
}

function buildConsole() {
  const stamp = at('apps/web/.next/.millrace-built');
  const hash = () => fingerprint(root, ['apps/web', 'apps/api/schema.graphql', 'package-lock.json']);
  return {
    title: 'Building the console',
    stale: () => readStamp(stamp) !== hash(),
    async run() {
      const made = hash();
      // A build that is interrupted must not pass for the one before it.
      removeStamp(stamp);
      const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
      const next = createRequire(at('apps/web/package.json')).resolve('next/dist/bin/next');
      await run(this.title, process.execPath, [next, 'build'], { cwd: at('apps/web'), env });
      writeStamp(stamp, made);
    },
  };
}

/** Runs those steps that have something to do, one after the other. */
async function inTurn(steps, quiet) {
  for (const step of steps) if (step.stale()) await showing(step.title, quiet, () => step.run());
}

/** Runs both at the same time. One that fails lets the other end first, so that what that has made is kept. */
async function together(...lanes) {
  for (const { status, reason } of await Promise.allSettled(lanes)) if (status === 'rejected') throw reason;
}

/**
 * Installs, generates and builds what is missing or stale. Rejects with a StepFailed that names the step and holds its
 * output. Two at once take turns.
 *
 * @param {object} [options]
 * @param {boolean} [options.dev] The console is not built: its development server does that as it goes. Default false.
 * @param {boolean} [options.quiet] Shows nothing unless a step fails. Default false.
 * @param {boolean} [options.tools] Whether packages for development are wanted, too. Default true.
 * @param {boolean} [options.web] Whether the console is wanted. Default true.
 * @param {boolean} [options.tolerant] What does not compile is shown and does not stop: tests run from the sources. Default false.
 */
export async function prepare({ dev = false, quiet = false, tools = true, web = true, tolerant = false } = {}) {
  checkNode();
  const lock = '.millrace/prepare.lock';
  const onWait = (pid) => {
    const holder = `${pid ? `process ${pid}` : 'a process'} has ${lock}`;
    if (!quiet) process.stderr.write(`· Waiting for another preparation of this clone (${holder}) …\n`);
  };
  await whileLocked(at(lock), onWait, async () => {
    await inTurn([install(root, { tools })], quiet);
    const clients = prismaClients.filter((client) => tools || !client.tools);
    const programs = [...clients.map(generatePrismaClient), compile({ tolerant }), bundleGraphiql()];
    await together(inTurn(programs, quiet), inTurn(web && !dev ? [buildConsole()] : [], quiet));
  });
}

/** Prints what a failed step said and what to do; for the scripts that call `prepare`. */
export function reportFailure(error) {
  if (!(error instanceof StepFailed)) throw error;
  const output = error.output.trim();
  process.stderr.write(`${output ? `${output}\n\n` : ''}${error.message}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const has = (flag) => process.argv.includes(flag);
    await prepare({ web: !has('--no-web'), tools: !has('--no-tools') });
  } catch (error) {
    reportFailure(error);
    process.exit(1);
  }
}
