import type { Socket } from 'node:net';
import type { Clock } from '@millrace/core';
import type { WebSocket } from 'ws';

/**
 * The way out of one WebSocket. What is sent within one turn of the event loop leaves in one system call. It counts what the
 * client has not taken yet; whoever has more to send waits while that is too much, so that nothing piles up here.
 */
export class Outlet {
  readonly #socket: WebSocket;
  readonly #transport: Socket;
  readonly #clock: Clock;
  readonly #maxBytes: number;
  #waiting: (() => void)[] = [];
  #pendingBytes = 0;
  #progressAt: number;
  #corked = false;

  constructor(options: { socket: WebSocket; transport: Socket; clock: Clock; maxBytes: number }) {
    this.#socket = options.socket;
    this.#transport = options.transport;
    this.#clock = options.clock;
    this.#maxBytes = options.maxBytes;
    this.#progressAt = this.#clock.monotonic();
    this.#socket.once('close', () => this.#release());
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Characters that were sent and not yet taken by the network: close to bytes, and cheaper to count. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** When the network last took something, on the monotonic clock. */
  get progressAt(): number {
    return this.#progressAt;
  }

  get congested(): boolean {
    return this.#pendingBytes > this.#maxBytes;
  }

  send(text: string): void {
    if (!this.isOpen) return;
    if (!this.#corked) {
      this.#corked = true;
      this.#transport.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#transport.uncork();
      });
    }
    if (this.#pendingBytes === 0) this.#progressAt = this.#clock.monotonic();
    this.#pendingBytes += text.length;
    this.#socket.send(text, () => {
      this.#pendingBytes -= text.length;
      this.#progressAt = this.#clock.monotonic();
      if (this.#pendingBytes <= this.#maxBytes / 2) this.#release();
    });
  }

  /** Resolves once half of what may wait is gone, or the socket is closed. */
  drained(): Promise<void> {
    if (!this.congested || !this.isOpen) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
