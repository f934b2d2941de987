import { type Client, createClient } from 'graphql-ws';

/**
 * connecting: for the first time. reconnecting: it was there and is tried again. offline: several attempts in a row failed,
 * or the browser has no network; it is still tried. refused: the API does not speak with this console; nothing is tried.
 */
export interface ConnectionState {
  readonly status: 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'refused';
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly reason?: string;
}

const attemptsUntilOffline = 3;
const longestWaitMs = 5_000;
const pingEveryMs = 10_000;
const pongWithinMs = 5_000;

/** The one WebSocket of a page: subscriptions run over it, and whether it is up is what the header shows. */
export class LiveSocket {
  readonly #url: string;
  readonly #listeners = new Set<() => void>();
  #client: Client | undefined;
  #state: ConnectionState = { status: 'connecting', since: 0 };
  #failedAttempts = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** Connects on first use, which is in the browser: pages are rendered on the server too. */
  get client(): Client {
    this.#client ??= this.#connect();
    return this.#client;
  }

  getState = (): ConnectionState => this.#state;

  listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  #enter(status: ConnectionState['status'], reason?: string) {
    if (status === this.#state.status) return;
    this.#state = { status, since: Date.now(), ...(reason ? { reason } : {}) };
    for (const listener of this.#listeners) listener();
  }

  #connect(): Client {
    let socket: WebSocket | undefined;
    let pongDue: ReturnType<typeof setTimeout> | undefined;
    this.#state = { status: 'connecting', since: Date.now() };
    return createClient({
      url: this.#url,
      lazy: false,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      retryWait: (retries) => waitOrOnline(Math.min(300 * 2 ** retries, longestWaitMs)),
      keepAlive: pingEveryMs,
      connectionAckWaitTimeout: 10_000,
      onNonLazyError: (error) => this.#enter('refused', refusalOf(error)),
      on: {
        connected: (opened) => {
          socket = opened as WebSocket;
          this.#failedAttempts = 0;
          this.#enter('connected');
        },
        // A network that vanished without a word is noticed by the pong that does not come.
        ping: (received) => {
          if (received) return;
          pongDue = setTimeout(() => socket?.close(4408, 'No pong in time'), pongWithinMs);
        },
        pong: (received) => {
          if (received) clearTimeout(pongDue);
        },
        closed: () => {
          clearTimeout(pongDue);
          this.#failedAttempts++;
          if (this.#failedAttempts >= attemptsUntilOffline || !navigator.onLine) this.#enter('offline');
          else if (this.#state.status === 'connected') this.#enter('reconnecting');
        },
      },
    });
  }
}

function waitOrOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
  });
}

function refusalOf(error: unknown): string {
  if (error instanceof CloseEvent) return `${error.code} ${error.reason}`.trim();
  return error instanceof Error ? error.message : String(error);
}
