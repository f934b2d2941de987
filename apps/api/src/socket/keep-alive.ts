import type { Clock, Timer } from '@millrace/core';
import type { WebSocket } from 'ws';
import type { SocketOutcome } from '../metrics/metrics.ts';
import type { Outlet } from './outlet.ts';

export interface KeepAliveOptions {
  readonly socket: WebSocket;
  readonly outlet: Outlet;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly onDead: (outcome: SocketOutcome) => void;
}

/**
 * Pings a socket and tells when its client is gone: a whole interval without an answer in which nothing was taken either. A slow
 * client that still reads is left alone; its ping waits behind what it has not read. So is one that sends, whose answer waits behind
 * its own message, unless it leaves lying what it was sent.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #timer: Timer;
  #takenBytes = 0;
  #receivedBytes = 0;
  #awaitsPong = false;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    options.socket.on('pong', () => {
      this.#awaitsPong = false;
    });
    this.#timer = this.#schedule();
  }

  stop(): void {
    this.#timer.cancel();
  }

  #schedule(): Timer {
    const { clock, intervalMs } = this.#options;
    return clock.schedule(intervalMs, () => this.#beat());
  }

  #beat(): void {
    const { socket, outlet, onDead } = this.#options;
    if (!outlet.isOpen) return;
    if (!this.#awaitsPong) {
      this.#awaitsPong = true;
      socket.ping();
    } else if (!this.#isAlive()) {
      onDead(outlet.pendingBytes > 0 ? 'SLOW_CONSUMER' : 'KEEP_ALIVE_TIMEOUT');
      return;
    }
    // With the ping itself, which the system takes at once unless the client's way is full.
    this.#takenBytes = outlet.takenBytes;
    this.#receivedBytes = outlet.receivedBytes;
    this.#timer = this.#schedule();
  }

  /** Whether something has moved since the last beat. */
  #isAlive(): boolean {
    const { takenBytes, receivedBytes, pendingBytes } = this.#options.outlet;
    return takenBytes !== this.#takenBytes || (pendingBytes === 0 && receivedBytes !== this.#receivedBytes);
  }
}
