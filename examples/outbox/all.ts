// Runs the three programs on a platform of its own: each has its order in the topic and not the one that it rolled back. Ends with 1 when
// one prints something else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startPlatform } from '@millrace/platform';

const order = (id: number) => `in the topic: ${id} {"id":${id},"customer":"ada","total":12}`;
const expected: { readonly [program: string]: readonly string[] } = {
  psql: ['committed: 1', 'rolled back: 2', order(1)],
  pg: ['committed: 3', 'rolled back: 4', order(1), order(3)],
  prisma: ['committed: 5', 'rolled back: 6', order(1), order(3), order(5)],
};

const dataDirectory = mkdtempSync(join(tmpdir(), 'millrace-example-'));
// As root, Postgres runs as another user, who must get in.
chmodSync(dataDirectory, 0o755);
const platform = await startPlatform({
  console: false,
  settings: { dataDirectory, apiPort: 0, postgresPort: undefined, databaseUrl: undefined },
});
const env = {
  ...process.env,
  MILLRACE_API_URL: platform.graphqlUrl,
  DATABASE_URL: readFileSync(join(dataDirectory, 'database-url'), 'utf8').trim(),
};

let failed = false;
try {
  for (const [program, lines] of Object.entries(expected)) {
    const path = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
    const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    console.log(`with ${program}:\n${printed.replace(/^/gm, '  ').trimEnd()}`);
    if (printed !== `${lines.join('\n')}\n`) {
      console.error(`That should be:\n${lines.join('\n')}`);
      failed = true;
    }
  }
} finally {
  await platform.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
