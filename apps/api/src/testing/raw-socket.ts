import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

type Message = { readonly type: string; readonly id?: string; readonly payload?: unknown };

/** A WebSocket without a protocol library, to break the protocol with. Waiting has a limit. */
export class RawSocket {
  readonly socket: WebSocket;
  /** What came and was not waited for yet. */
  readonly #received: Message[] = [];
  #wake: () => void = () => {};
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(url: string, protocol: string | undefined = 'graphql-transport-ws', options: ClientOptions = {}) {
    this.socket = protocol === '' ? new WebSocket(url, options) : new WebSocket(url, protocol, options);
    this.socket.on('message', (data) => {
      this.#received.push(JSON.parse(String(data)) as Message);
      this.#wake();
    });
    this.closed = new Promise((resolve) =>
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
    // Refused handshakes reject `open`, and only that.
    this.socket.on('error', () => {});
  }

  async open(): Promise<this> {
    await once(this.socket, 'open');
    return this;
  }

  /** Opens and says connection_init. */
  async init(): Promise<this> {
    await this.open();
    this.send({ type: 'connection_init' });
    await this.next('connection_ack');
    return this;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
  }

  /** The next message, which must be of that type. */
  async next(type: string): Promise<Message> {
    while (this.#received.length === 0) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No ${type} within 30 s.`)), 30_000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const message = this.#received.shift() as Message;
    if (message.type !== type) throw new Error(`Expected ${type}, got ${JSON.stringify(message)}`);
    return message;
  }
}
