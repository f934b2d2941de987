import { type ChildProcess, spawn } from 'node:child_process';
import { type Clock, MillraceError } from '@millrace/core';
import { childGuardEnvironment, childGuardFlags } from './child-guard.ts';
import type { LogFile } from './log-file.ts';

const firstRestartMs = 500;
const longestRestartMs = 30_000;
/** A child that has run for this long has earned a quick restart again. */
const provenMs = 60_000;
/** A log is longer than it may be by what a child writes meanwhile. */
const rotateEveryMs = 10_000;

export interface ProcessDescription {
  /** In messages: `The API`. */
  readonly name: string;
  /** What Node runs, with Node's own flags before it. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its output goes; undefined for this terminal. */
  readonly log: LogFile | undefined;
  /** Resolves once it serves. */
  ready(signal: AbortSignal): Promise<void>;
  /** What it gets to finish what is in flight, after which it is killed. */
  readonly stopTimeoutMs: number;
}

/**
 * A Node process that is started again, with back-off, whenever it ends by itself. It is the leader of a process group of
 * its own, so that Ctrl-C in the terminal does not reach it before its turn.
 */
export class SupervisedProcess {
  readonly #description: ProcessDescription;
  readonly #clock: Clock;
  readonly #report: (line: string) => void;
  readonly #onRestart: () => Promise<void>;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();
  #keeping: Promise<unknown> = Promise.resolve();
  #failures = 0;

  /** `onRestart`: it has been launched again, and has a new pid; it does not serve yet. */
  constructor(
    description: ProcessDescription,
    options: { clock: Clock; report(line: string): void; onRestart?(): Promise<void> },
  ) {
    this.#description = description;
    this.#clock = options.clock;
    this.#report = options.report;
    this.#onRestart = async () => options.onRestart?.();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves once it serves; rejects with the end of its output when it ends before that. From then on it is kept running. */
  async start(): Promise<void> {
    const logged = await this.#launch();
    const ended = this.#untilExit();
    try {
      await this.#description.ready(AbortSignal.any([ended, this.#stopping.signal]));
    } catch (cause) {
      const gone = ended.aborted;
      if (this.#stopping.signal.aborted) throw this.#stopping.signal.reason;
      await this.kill();
      const said = await this.#description.log?.tail(20, logged);
      throw new MillraceError(
        'INTERNAL',
        `${this.#description.name} ${gone ? 'ended while it started' : `did not get ready: ${(cause as Error).message}`}.${said ? ` It said:\n${said}` : ''}`,
        { cause },
      );
    }
    this.#keeping = Promise.all([this.#keepRunning(), this.#keepLogShort()]);
  }

  /** SIGTERM; SIGKILL when it takes longer than it may. */
  async stop(): Promise<void> {
    this.#stopping.abort(new MillraceError('SHUTTING_DOWN', 'The platform is stopping.'));
    await this.#end();
    await this.#keeping;
    // One that was just being started again.
    await this.#end();
  }

  async #end(): Promise<void> {
    if (!this.#signal('SIGTERM')) return;
    const giveUp = this.#clock.schedule(this.#description.stopTimeoutMs, () => {
      this.#report(`${this.#description.name} did not stop in time and is killed.`);
      this.#signal('SIGKILL');
    });
    await this.#exited;
    giveUp.cancel();
    // What it started itself and did not stop: development servers do.
    this.#signalGroup('SIGKILL');
  }

  /** SIGKILL, at once. */
  async kill(): Promise<void> {
    this.#stopping.abort(new MillraceError('SHUTTING_DOWN', 'The platform is stopping.'));
    this.#signal('SIGKILL');
    await this.#exited;
  }

  /** How long its log is before it writes. */
  async #launch(): Promise<number> {
    const { args, cwd, environment, log } = this.#description;
    const file = await log?.open();
    const output = file?.fd ?? 'inherit';
    try {
      const logged = (await file?.stat())?.size ?? 0;
      const child = spawn(process.execPath, [...childGuardFlags, ...args], {
        cwd,
        detached: true,
        stdio: ['ignore', output, output, 'ipc'],
        env: { ...process.env, ...environment, ...childGuardEnvironment },
      });
      this.#child = child;
      this.#exited = new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.once('error', () => resolve());
      });
      child.on('error', () => {});
      return logged;
    } finally {
      await file?.close();
    }
  }

  #untilExit(): AbortSignal {
    const ended = new AbortController();
    this.#exited.then(() => ended.abort(new Error('It ended.')));
    return ended.signal;
  }

  async #keepRunning(): Promise<void> {
    const { name, log } = this.#description;
    while (!this.#stopping.signal.aborted) {
      const since = this.#clock.monotonic();
      await this.#exited;
      if (this.#stopping.signal.aborted) return;
      const { exitCode, signalCode } = this.#child ?? {};
      if (this.#clock.monotonic() - since > provenMs) this.#failures = 0;
      const delayMs = Math.min(firstRestartMs * 2 ** this.#failures++, longestRestartMs);
      const how = signalCode ? `was ended by ${signalCode}` : `ended with exit code ${exitCode}`;
      this.#report(`${name} ${how}; it is started again in ${delayMs / 1000} s.${log ? ` Its log: ${log.path}` : ''}`);
      try {
        await this.#clock.sleep(delayMs, this.#stopping.signal);
        await this.#launch();
        await this.#onRestart();
        await this.#untilReady();
        this.#report(`${name} serves again.`);
      } catch {
        // It ended again, which the next turn sees.
      }
    }
  }

  /** However long that takes: what it waits for, as Postgres that recovers, is not mended by another start. */
  async #untilReady(): Promise<void> {
    const over = AbortSignal.any([this.#untilExit(), this.#stopping.signal]);
    for (;;) {
      try {
        return await this.#description.ready(over);
      } catch {
        over.throwIfAborted();
      }
    }
  }

  async #keepLogShort(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#clock.sleep(rotateEveryMs, signal).catch(() => {});
      // What fails for want of room on the disk is tried again.
      await this.#description.log?.rotate().catch(() => {});
    }
  }

  #signal(signal: NodeJS.Signals): boolean {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return false;
    return signal === 'SIGKILL' ? this.#signalGroup(signal) : child.kill(signal);
  }

  #signalGroup(signal: NodeJS.Signals): boolean {
    if (!this.#child?.pid) return false;
    try {
      return process.kill(-this.#child.pid, signal);
    } catch {
      return false;
    }
  }
}
