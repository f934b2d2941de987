import type { Context } from '../execution/context.ts';
import type { Outlet } from './outlet.ts';

/** What one socket has under way. */
export class Connection {
  readonly outlet: Outlet;
  readonly context: Context;
  subscriptions = 0;
  draining = false;
  #operations = 0;
  #idle: (() => void)[] = [];

  constructor(outlet: Outlet, context: Context) {
    this.outlet = outlet;
    this.context = context;
  }

  /** Queries and mutations that were taken and have not ended. */
  get operations(): number {
    return this.#operations;
  }

  async track<T>(operation: Promise<T>): Promise<T> {
    this.#operations += 1;
    try {
      return await operation;
    } finally {
      this.#operations -= 1;
      if (this.#operations === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** Takes no more operations, and resolves once the answers of those it took are on their way. */
  async drain(): Promise<void> {
    this.draining = true;
    if (this.#operations > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    // graphql-ws writes an answer some promises after its operation ended: a socket closed before that would swallow it.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
