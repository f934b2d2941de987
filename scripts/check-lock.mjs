// package-lock.json installs anywhere: from any registry, on any platform.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whatIsNotInstalled } from './prepare/installed.mjs';
import { root } from './tracked-files.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const problems = [];

/** Whether Node, starting at `folder`, would find a package of that name in the lock. */
function isLocked(folder, name) {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

for (const [path, entry] of Object.entries(packages)) {
  if (entry.resolved?.includes('://')) {
    problems.push(`${path} names the registry it came from: set omit-lockfile-registry-resolved=true and lock again`);
  }
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    // Without them `npm ci` refuses the whole lock wherever the registry lacks that version.
    if (!isLocked(path, name)) {
      problems.push(
        `${path} ${entry.version}: ${name} ${range} is not locked; take a version that has all its platforms`,
      );
    }
  }
}
const notInstalled = whatIsNotInstalled(root);
if (notInstalled) problems.push(notInstalled);
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
