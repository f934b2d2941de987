// npm start and npm run dev: prepares the clone, then becomes the platform.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepare, reportFailure } from './prepare.mjs';
import { parseOptions, usage } from './start/options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = parseOptions(process.argv.slice(2));
if (options === 'HELP') {
  process.stdout.write(`${usage}\n`);
  process.exit();
}
if ('unknown' in options) {
  process.stderr.write(`npm start takes no "${options.unknown}".\n\n${usage}\n`);
  process.exit(2);
}
const { dev } = options;
const platform = pathToFileURL(join(root, 'apps/platform/dist/index.js')).href;
const data = process.env.MILLRACE_DATA_DIRECTORY?.trim() || join(root, '.millrace');

// Before anything is built under the feet of a platform that runs. Where it cannot be told, the start itself finds out.
if (existsSync(join(data, 'platform.json'))) {
  const check = [join(root, 'scripts/start/is-running.mjs'), platform, data];
  const { status, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' });
  if (status === 3) {
    process.stderr.write(stderr);
    process.exit(1);
  }
}
try {
  // Only what reloads is developed with.
  await prepare({ dev, tools: dev });
} catch (error) {
  reportFailure(error);
  process.exit(1);
}
const { main } = await import(platform);
await main({ dev });
