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
 * Pings a socket and tells when its client is gone: a whole interval without an answer in which the network took nothing either. A
 * slow client that still reads is left alone; its ping waits behind what it has not read.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #timer: Timer;
  #pingedAt: number | null = null;

  constructor(options: KeepAliveOptions) {
    this.#options = options;
    options.socket.on('pong', () => {
      this.#pingedAt = null;
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
    const { socket, outlet, clock, intervalMs, onDead } = this.#options;
    if (!outlet.isOpen) return;
    const now = clock.monotonic();
    if (this.#pingedAt === null) {
      this.#pingedAt = now;
      socket.ping();
    } else if (now - Math.max(this.#pingedAt, outlet.progressAt) >= intervalMs) {
      onDead(outlet.pendingBytes > 0 ? 'SLOW_CONSUMER' : 'KEEP_ALIVE_TIMEOUT');
      return;
    }
    this.#timer = this.#schedule();
  }
}
