import type { OpenSubscription } from '../execution/executor.ts';
import type { DeliveredEvents } from './delivered-events.ts';
import type { SharedStream, Subscriber } from './shared-stream.ts';
import type { SharedStreams } from './shared-streams.ts';

/** Where payloads go: a socket's outlet. */
interface Sink {
  /** false from the moment its close frame is on its way, in whichever direction. */
  readonly isOpen: boolean;
  readonly congested: boolean;
  /** false when it was not taken, because the socket is not open. */
  send(text: string): boolean;
  drained(): Promise<void>;
}

export interface DeliveryOptions {
  /** The operation's id, as the client chose it. */
  readonly id: string;
  readonly subscription: OpenSubscription;
  /** Equal for subscriptions whose payloads are equal; null when its events are its own. */
  readonly shareKey: string | null;
  readonly streams: SharedStreams;
  readonly sink: Sink;
  /** Turns what went wrong into what the client gets to see. */
  readonly present: (error: unknown) => Error;
  readonly onEnd: () => void;
}

/**
 * Brings one subscription's payloads to its socket as graphql-transport-ws `next` messages, reading only while the socket takes
 * them. It is an iterable without items, for graphql-ws: the loop there ends when the subscription does, and `return()`
 * ends the subscription.
 */
export class Delivery implements AsyncIterableIterator<never>, Subscriber {
  readonly #options: DeliveryOptions;
  readonly #prefix: string;
  readonly #finished: Promise<IteratorResult<never>>;
  #settle!: { resolve: () => void; reject: (error: unknown) => void };
  #iterator: AsyncIterator<unknown, void> | undefined;
  #stream: SharedStream | undefined;
  #state: 'new' | 'running' | 'ended' = 'new';

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#prefix = `{"id":${JSON.stringify(options.id)},"type":"next","payload":`;
    this.#finished = new Promise((resolve, reject) => {
      this.#settle = { resolve: () => resolve({ value: undefined, done: true }), reject };
    });
    // Whether or not graphql-ws is waiting by then.
    this.#finished.catch(() => {});
  }

  next(): Promise<IteratorResult<never>> {
    if (this.#state === 'new') {
      this.#state = 'running';
      this.#start();
    }
    return this.#finished;
  }

  async return(): Promise<IteratorResult<never>> {
    this.end();
    return { value: undefined as never, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  offer(payload: string): boolean {
    return !this.#options.sink.congested && this.#send(payload);
  }

  fallBehind(cursor: unknown): void {
    this.#stream = undefined;
    void this.#readAlone(cursor);
  }

  end(): void {
    if (this.#leave()) this.#settle.resolve();
  }

  fail(error: unknown): void {
    if (this.#leave()) this.#settle.reject(this.#options.present(error));
  }

  #start(): void {
    const { shareKey, streams, subscription } = this.#options;
    if (shareKey !== null && subscription.source.sharing) this.#stream = streams.join(shareKey, subscription, this);
    else void this.#readAlone(undefined);
  }

  /**
   * Reads for this subscriber only: from the beginning, or from where it fell out of a shared stream until it is level with it again.
   * A socket that is closing is never congested and takes nothing: nothing is asked for on its behalf.
   */
  async #readAlone(cursor: unknown): Promise<void> {
    const { subscription, sink } = this.#options;
    const { source } = subscription;
    try {
      if (cursor !== undefined) await sink.drained();
      if (!this.#canSend()) return this.end();
      const iterator: DeliveredEvents<unknown> = source.open(
        cursor === undefined ? undefined : source.sharing?.copy(cursor),
      );
      this.#iterator = iterator;
      for (;;) {
        if (sink.congested) await sink.drained();
        if (!this.#canSend()) break;
        const { value, done } = await iterator.next();
        if (done || !this.#canSend()) break;
        const payload = await subscription.render(value);
        if (!this.#send(payload)) break;
        iterator.taken?.();
        if (cursor === undefined) continue;
        source.sharing?.advance(cursor, value);
        if (!sink.congested && this.#rejoin(cursor)) {
          this.#iterator = undefined;
          await iterator.return?.();
          return;
        }
      }
      this.end();
    } catch (error) {
      this.fail(error);
    }
  }

  #rejoin(cursor: unknown): boolean {
    const { shareKey, streams } = this.#options;
    const stream = shareKey === null ? undefined : streams.find(shareKey);
    if (!stream?.rejoin(this, cursor)) return false;
    this.#stream = stream;
    return true;
  }

  /** false when it was not taken. */
  #send(payload: string): boolean {
    return this.#canSend() && this.#options.sink.send(`${this.#prefix}${payload}}`);
  }

  #canSend(): boolean {
    return this.#state !== 'ended' && this.#options.sink.isOpen;
  }

  /** false when it was out already. */
  #leave(): boolean {
    if (this.#state === 'ended') return false;
    this.#state = 'ended';
    this.#stream?.remove(this);
    this.#stream = undefined;
    void this.#iterator?.return?.();
    this.#options.onEnd();
    return true;
  }
}
