import { spawn } from 'node:child_process';
import type { SystemUser } from './system-user.ts';

export interface ProgramResult {
  readonly code: number;
  /** What it wrote, both streams. */
  readonly output: string;
}

/**
 * Runs one of Postgres's programs to its end, as `user`, in a session of its own: Ctrl-C in the terminal is for this
 * process, which stops the server when its time has come.
 */
export function runProgram(
  program: string,
  parameters: readonly string[],
  options: { readonly user: SystemUser | undefined; readonly cwd: string },
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing of ours: PGDATA, PGPORT, locales and preloads of this shell would change what the server does.
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      ...(options.user && { uid: options.user.uid, gid: options.user.gid }),
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-16_384);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
