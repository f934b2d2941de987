import type { Carrier } from '../backend/given-up.ts';
import type { Context } from '../execution/context.ts';
import type { Outlet } from './outlet.ts';

/** What one socket has under way. */
export class Connection {
  readonly outlet: Outlet;
  /** Of the socket and its subscriptions. */
  readonly context: Context;
  /** Of one operation, which its client may give up before it closes the socket. */
  readonly contextOf: (operation: Carrier) => Context;
  subscriptions = 0;
  draining = false;
  #operations = 0;
  #idle: (() => void)[] = [];

  constructor(outlet: Outlet, socket: Carrier, contextOf: (carrier: Carrier) => Context) {
    this.outlet = outlet;
    this.context = contextOf(socket);
    this.contextOf = contextOf;
  }

  /** Queries and mutations that were taken and have not ended. */
  get operations(): number {
    return this.#operations;
  }

  /** Takes an operation, which `track` ends: from the moment it comes, since others may come before it runs. */
  take(): void {
    this.#operations += 1;
  }

  async track<T>(operation: Promise<T>): Promise<T> {
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
