import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/**
 * The way out of one WebSocket. What is sent within one turn of the event loop leaves in one system call. Whoever has more to
 * send waits while too much is still here, and a client that takes no answers is not listened to, so that nothing piles up.
 */
export class Outlet {
  readonly #socket: WebSocket;
  readonly #transport: Socket;
  readonly #maxBytes: number;
  #drained: Promise<void> | undefined;
  /** Of answers that came on top of too much. */
  #untakenAnswerChars = 0;
  #corked = false;

  constructor(options: { readonly socket: WebSocket; readonly transport: Socket; readonly maxBytes: number }) {
    this.#socket = options.socket;
    this.#transport = options.transport;
    this.#maxBytes = options.maxBytes;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes that were sent and that the system has not taken yet. */
  get pendingBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Bytes that the system has taken: while it stands still and bytes are pending, the client does not read. */
  get takenBytes(): number {
    return this.#transport.bytesWritten - this.#transport.writableLength;
  }

  /** Bytes that came from the client. */
  get receivedBytes(): number {
    return this.#transport.bytesRead;
  }

  get congested(): boolean {
    return this.pendingBytes > this.#maxBytes;
  }

  /** false when the socket is not open: then it was not taken. */
  send(text: string): boolean {
    if (!this.isOpen) return false;
    if (!this.#corked) {
      this.#corked = true;
      this.#transport.cork();
      setImmediate(() => {
        this.#corked = false;
        this.#transport.uncork();
      });
    }
    this.#socket.send(text);
    return true;
  }

  /**
   * Sends what cannot wait, an answer, and resolves as `drained` does. A client that asks on and takes no answers is not read from
   * until it has taken them. Payloads of subscriptions never do that: they stop by themselves, and a slow consumer's commits must come in.
   */
  answer(text: string): Promise<void> {
    if (this.send(text) && this.congested) {
      this.#untakenAnswerChars += text.length;
      if (this.#untakenAnswerChars > this.#maxBytes) this.#socket.pause();
    }
    return this.drained();
  }

  /** Resolves once nothing is pending any more where too much was, or the socket is closed. */
  drained(): Promise<void> {
    if (!this.congested || !this.isOpen) return Promise.resolve();
    this.#drained ??= new Promise((resolve) => {
      const end = () => {
        this.#transport.off('drain', end).off('close', end);
        this.#drained = undefined;
        this.#untakenAnswerChars = 0;
        if (this.#socket.isPaused) this.#socket.resume();
        resolve();
      };
      this.#transport.on('drain', end).on('close', end);
    });
    return this.#drained;
  }
}
