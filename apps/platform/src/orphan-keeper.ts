import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './settings.ts';

/**
 * Postgres is nobody's child, so nothing tells it that the launcher was killed with -9. A shell that waits for the end of
 * its input, and costs a megabyte, does: the input closes when the launcher is gone in whatever way, and the shell becomes
 * the program that stops Postgres. Gives back what ends it in an ordinary stop.
 */
export function startOrphanKeeper(dataDirectory: string): () => void {
  const program = join(repositoryRoot, 'apps/platform/dist/stop-orphaned-postgres.js');
  // Sources without a build, as in tests: then Postgres goes on, and the next start finds it.
  if (!existsSync(program)) return () => {};
  const script = 'read -r _; exec "$0" "$@"';
  const keeper = spawn('/bin/sh', ['-c', script, process.execPath, program, dataDirectory], {
    cwd: repositoryRoot,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.on('error', () => {});
  keeper.stdin.on('error', () => {});
  keeper.unref();
  return () => void keeper.kill('SIGKILL');
}
