/** Names that wait for one reader; beyond that the oldest is lost, as hints may be. */
const maxWaitingNames = 10_000;

/** Tells all who want to know which groups have changed. */
export class GroupChanges {
  readonly #readers = new Set<ChangesReader>();
  #closed: { readonly error: unknown } | undefined;

  /** On whichever node. */
  changed(name: string): void {
    for (const reader of this.#readers) reader.push(name);
  }

  /** Names of groups from now on, until `return()`. */
  read(): AsyncIterableIterator<string> {
    const reader = new ChangesReader(() => this.#readers.delete(reader));
    if (this.#closed) reader.fail(this.#closed.error);
    else this.#readers.add(reader);
    return reader;
  }

  /** All readers end with `error`. */
  close(error: unknown): void {
    this.#closed ??= { error };
    for (const reader of [...this.#readers]) reader.fail(error);
  }
}

interface Waiting {
  resolve(result: IteratorResult<string, undefined>): void;
  reject(error: unknown): void;
}

/**
 * Names of groups, each once, however often it changed since it was last asked for. Not a generator, so that `return()` takes effect
 * at once while `next()` waits.
 */
class ChangesReader implements AsyncIterableIterator<string> {
  readonly #leave: () => void;
  readonly #names = new Set<string>();
  #waiting: Waiting[] = [];
  /** What the next call ends with. */
  #error: { readonly error: unknown } | undefined;
  #ended = false;

  constructor(leave: () => void) {
    this.#leave = leave;
  }

  push(name: string): void {
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting.resolve({ done: false, value: name });
      return;
    }
    this.#names.add(name);
    if (this.#names.size > maxWaitingNames) this.#names.delete(this.#names.values().next().value as string);
  }

  fail(error: unknown): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting.reject(error);
    else this.#error = { error };
    this.#end();
  }

  next(): Promise<IteratorResult<string, undefined>> {
    const { done, value } = this.#names.values().next();
    if (!done) {
      this.#names.delete(value);
      return Promise.resolve({ done: false, value });
    }
    if (this.#error) {
      const { error } = this.#error;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<string, undefined>> {
    this.#names.clear();
    this.#error = undefined;
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(): void {
    this.#ended = true;
    this.#leave();
    for (const waiting of this.#waiting.splice(0)) waiting.resolve({ done: true, value: undefined });
  }
}
