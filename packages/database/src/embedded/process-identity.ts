import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function ps(pid: number, column: string): Promise<string | null> {
  try {
    const { stdout } = await run('ps', ['-o', `${column}=`, '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/**
 * Tells a process from any other that has or had its number: its time of birth as the system writes it. null when there is
 * no such process (one that only waits for its parent to take note of its end counts as gone).
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    // The name, in parentheses, may hold anything; the fields behind it are numbered from 3 (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    // Ticks since the boot: with the boot's id, or a container's clock would repeat them.
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => '')).slice(0, 8);
    return `${boot}-${fields[19]}`;
  } catch {
    return null;
  }
}

/** Whether the process is a Postgres server of this data directory. */
export async function isPostgresOf(pid: number, dataDirectory: string): Promise<boolean> {
  if ((await processIdentity(pid)) === null) return false;
  if (process.platform === 'linux') {
    // A postmaster's working directory is its data directory. Unreadable only for another user's process.
    const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    if (workingDirectory !== null) return workingDirectory === dataDirectory;
  }
  return (await ps(pid, 'command'))?.includes('postgres') ?? false;
}
