// Whether node_modules holds what package.json and package-lock.json ask for, without asking npm (which takes seconds).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** npm's account of what it installed, below the root. */
export const hiddenLock = 'node_modules/.package-lock.json';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The folders of the workspaces, as the patterns in the root's package.json find them. */
export function workspaceFolders(root) {
  return readJson(join(root, 'package.json')).workspaces.flatMap((pattern) => {
    const folders = pattern.endsWith('/*')
      ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => `${pattern.slice(0, -2)}/${name}`)
      : [pattern];
    return folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).sort();
  });
}

/** What npm installed, by npm's account, which it writes last; null when it is missing or was not finished. */
function installedPackages(root) {
  const file = join(root, hiddenLock);
  return existsSync(file) ? readJson(file).packages : null;
}

/**
 * The first thing that does not fit, as a phrase for a person, or null when all is there. Without `tools`, packages for
 * development need not be.
 */
export function whatIsNotInstalled(root, { tools = true } = {}) {
  const installed = installedPackages(root);
  if (!installed) return 'node_modules is missing or was not finished';
  const locked = readJson(join(root, 'package-lock.json')).packages;
  for (const folder of ['', ...workspaceFolders(root)]) {
    const manifest = readJson(join(root, folder, 'package.json'));
    if (!locked[folder]) return `${folder} is not in package-lock.json`;
    for (const field of dependencyFields) {
      if (!sameEntries(manifest[field], locked[folder][field])) {
        return `${folder || 'the root'}: ${field} differ from package-lock.json`;
      }
    }
  }
  for (const [path, entry] of Object.entries(locked)) {
    if (!path.includes('node_modules/') || (entry.dev && !tools)) continue;
    if (entry.link) {
      if (!existsSync(join(root, path))) return `${path} is not linked`;
    } else if (installed[path] ? installed[path].version !== entry.version : !entry.optional && !entry.devOptional) {
      return `${path} ${entry.version} is not installed`;
    }
  }
  return null;
}

/** Whether packages for development are among those that are installed. */
export function hasTools(root) {
  return Object.values(installedPackages(root) ?? {}).some(({ dev }) => dev);
}

function sameEntries(a = {}, b = {}) {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
