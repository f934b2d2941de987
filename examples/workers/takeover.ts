// Three workers share six partitions, one is killed with -9, the others take over and no job is left out: with the GraphQL worker, then
// with the engine worker, on a platform of its own. Prints what was seen; ends with 1 when it is not what it should be.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startPlatform } from '@millrace/platform';

const jobsARound = 300;
const waitLimitMs = 60_000;

interface Worker {
  readonly child: ChildProcess;
  /** As it last said. */
  partitions: readonly string[];
}

const done = new Set<number>();
let wake = () => {};

function startWorker(kind: string, env: NodeJS.ProcessEnv): Worker {
  const program = fileURLToPath(new URL(`./${kind}-worker.js`, import.meta.url));
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const worker: Worker = { child, partitions: [] };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, mine] = /^mine: (.*)$/.exec(line) ?? [];
    const [, job] = /job (\d+)$/.exec(line) ?? [];
    if (mine !== undefined) worker.partitions = mine.split(' ').filter(Boolean);
    if (job !== undefined) done.add(Number(job));
    wake();
  });
  return worker;
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + waitLimitMs;
  while (!isTrue()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${waitLimitMs / 1000} s for: ${what}`);
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, 1_000);
    });
  }
}

async function call(url: string, query: string, input: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables: { input } }) });
  const { errors } = (await response.json()) as { errors?: { message: string }[] };
  if (errors) throw new Error(errors[0]?.message);
}

/** Who has how many, largest first, if all six are somebody's and nobody's twice. */
function shares(workers: readonly Worker[]): string {
  const all = workers.flatMap(({ partitions }) => partitions);
  if (all.length !== 6 || new Set(all).size !== 6) return '';
  return workers
    .map(({ partitions }) => partitions.length)
    .sort((a, b) => b - a)
    .join(' ');
}

const dataDirectory = mkdtempSync(join(tmpdir(), 'millrace-example-'));
// As root, Postgres runs as another user, who must get in.
chmodSync(dataDirectory, 0o755);
const platform = await startPlatform({
  console: false,
  settings: { dataDirectory, apiPort: 0, postgresPort: undefined, databaseUrl: undefined },
});
const { graphqlUrl } = platform;
const env = {
  ...process.env,
  MILLRACE_GRAPHQL_URL: graphqlUrl.replace('http', 'ws'),
  DATABASE_URL: readFileSync(join(dataDirectory, 'database-url'), 'utf8').trim(),
};

let jobs = 0;
async function makeJobs(): Promise<void> {
  const records = Array.from({ length: jobsARound }, () => ({ key: `customer ${++jobs % 50}`, value: { job: jobs } }));
  await call(graphqlUrl, 'mutation ($input: ProduceInput!) { produce(input: $input) { records { offset } } }', {
    topic: 'jobs',
    records,
  });
}

const running = new Set<Worker>();
let failed = false;
try {
  await call(graphqlUrl, 'mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', {
    name: 'jobs',
    partitionCount: 6,
  });
  for (const kind of ['graphql', 'engine']) {
    const workers = [1, 2, 3].map(() => startWorker(kind, env));
    for (const worker of workers) running.add(worker);
    await until('three workers to share six partitions', () => shares(workers) === '2 2 2');
    await makeJobs();
    await until('the jobs to be done', () => done.size === jobs);
    console.log(`three ${kind} workers share six partitions, two each: all ${jobs} jobs done`);
    const [killed, ...others] = workers as [Worker, ...Worker[]];
    await makeJobs();
    killed.child.kill('SIGKILL');
    const killedAt = performance.now();
    await until('the others to take over', () => shares(others) === '3 3');
    process.stderr.write(`  taken over after ${((performance.now() - killedAt) / 1000).toFixed(1)} s\n`);
    await until('the jobs to be done', () => done.size === jobs);
    console.log(`one killed with -9, the others have three each: all ${jobs} jobs done`);
    for (const { child } of others) child.kill('SIGTERM');
  }
} catch (error) {
  console.error(String(error));
  failed = true;
} finally {
  for (const { child } of running) child.kill('SIGKILL');
  await platform.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
