import type { Carrier } from '../backend/given-up.ts';

/**
 * A query or mutation under way on a socket: what its client waits for until it completes the operation or closes the socket. It is
 * an iterable without items, since that is what graphql-ws ends by `return()` when the client does either.
 */
export class Operation implements AsyncIterableIterator<never>, Carrier {
  readonly #listeners: (() => void)[] = [];
  destroyed = false;

  once(_event: 'close', listener: () => void): void {
    this.#listeners.push(listener);
  }

  async next(): Promise<IteratorResult<never>> {
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<never>> {
    this.destroyed = true;
    for (const listener of this.#listeners.splice(0)) listener();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
