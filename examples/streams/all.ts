// Runs the examples one after the other on one database. Each compares what came out with what it should be; ends with 1 when one says
// that it differs.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startDatabase } from './example.ts';

const programs = ['widgets', 'flights', 'words', 'clicks', 'fraud', 'prices', 'balances'];

let child: ChildProcess | undefined;
let interrupted = false;
const database = await startDatabase(async () => {
  interrupted = true;
  if (child?.kill()) await once(child, 'exit');
});
const failed: string[] = [];
try {
  for (const program of programs) {
    if (interrupted) break;
    const path = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
    const startedAt = performance.now();
    console.log(`${program}:`);
    child = spawn(process.execPath, [path, ...process.argv.slice(2)], {
      env: { ...process.env, DATABASE_URL: database.url },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) failed.push(program);
    process.stderr.write(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
} finally {
  await database.stop();
}
if (!interrupted) {
  if (failed.length > 0) console.error(`Not as expected: ${failed.join(', ')}`);
  process.exit(failed.length > 0 ? 1 : 0);
}
