import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProgramResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bytes of a program's output that are kept: its end. */
const maxOutputBytes = 256 * 1024;

const keepEnd = (text: string, chunk: string) => (text + chunk).slice(-maxOutputBytes);

/** Runs a program to its end. Its code is null when there is no such program. */
export function runProgram(
  command: string,
  parameters: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout = keepEnd(stdout, chunk);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = keepEnd(stderr, chunk);
    });
    child.once('error', (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** A server that was started here and is stopped here. */
export interface Server {
  readonly process: ChildProcess;
  /** SIGTERM, then SIGKILL when it does not go within 10 s. */
  stop(): Promise<void>;
}

const stopTimeoutMs = 10_000;

/**
 * Starts a server and resolves when a line of its output matches `ready`. Throws with the end of what it said when it
 * ends first, or is not ready within `timeoutMs`.
 */
export async function startServer(
  command: string,
  parameters: readonly string[],
  ready: RegExp,
  timeoutMs: number,
  options: ProgramOptions = {},
): Promise<Server> {
  const child = spawn(command, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${command} ${why}:\n${output.slice(-2_000)}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready within ${timeoutMs} ms`);
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(`cannot be started (${error.message})`);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = keepEnd(output, chunk);
        if (!ready.test(output)) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
  return {
    process: child,
    async stop() {
      process.removeListener('exit', killed);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(killed, stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
