import { copyFile, mkdir, open, readFile, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';

const maxLogBytes = 32 * 1024 * 1024;

/** A child's output. The child writes to the file itself, so that it goes on when its launcher is gone. */
export class LogFile {
  readonly path: string;
  #rotating: Promise<void> | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** A file descriptor for a child's stdout and stderr; the caller closes it. */
  async open() {
    await mkdir(dirname(this.path), { recursive: true });
    await this.rotate();
    return open(this.path, 'a', 0o600);
  }

  /** Keeps one older file of what was written until it had 32 MiB. Works while a child writes, which appends. */
  rotate(): Promise<void> {
    // A second one beside it would copy what the first has cut off over what that has kept.
    this.#rotating ??= this.#rotate().finally(() => {
      this.#rotating = undefined;
    });
    return this.#rotating;
  }

  async #rotate(): Promise<void> {
    const bytes = await this.size();
    if (bytes < maxLogBytes) return;
    await copyFile(this.path, `${this.path}.1`);
    await truncate(this.path);
  }

  async size(): Promise<number> {
    return stat(this.path).then(
      ({ size }) => size,
      () => 0,
    );
  }

  /** The last lines written since the file had `from` bytes. */
  async tail(lines: number, from = 0): Promise<string> {
    const text = (await readFile(this.path).catch(() => Buffer.alloc(0))).subarray(from).toString();
    return text.trim().split('\n').slice(-lines).join('\n');
  }
}
