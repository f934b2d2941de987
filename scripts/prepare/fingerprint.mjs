// What a step was made from, as one hash: a step whose hash is unchanged has nothing to do.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const neverSources = new Set(['node_modules', '.next', 'dist', 'coverage', 'next-env.d.ts']);

/** What Emacs keeps beside a file with unsaved changes: a link that leads nowhere, or a file where there are no links. */
export const isEditorLock = (name) => name.startsWith('.#');

/** A file, or a link to one. */
const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Every file under `path` (or `path` itself) in a fixed order; what is built or installed is left out. */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (isFile(path)) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !neverSources.has(name) && !name.endsWith('.tsbuildinfo') && !isEditorLock(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) return filesUnder(inside);
      return !entry.isSymbolicLink() || isFile(inside) ? [inside] : [];
    });
}

/** Names and contents of `paths` (files and folders below `root`) as one hash, with the platform packages are installed for. */
export function fingerprint(root, paths) {
  const hash = createHash('sha256').update(`${process.version.split('.')[0]} ${process.platform}\0`);
  for (const file of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** A stamp lies inside what it vouches for, so that deleting that deletes the stamp. */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

export function writeStamp(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${value}\n`);
}

export function removeStamp(file) {
  rmSync(file, { force: true });
}
