import type { Sharing } from '../execution/event-source.ts';
import type { OpenSubscription } from '../execution/executor.ts';

/** One of those who get a shared stream. */
export interface Subscriber {
  /** Takes a payload, or says that it cannot take more now. */
  offer(payload: string): boolean;
  /** It is out of the stream and reads on by itself: `cursor` is before the payload it did not take. */
  fallBehind(cursor: unknown): void;
  end(): void;
  fail(error: unknown): void;
}

/**
 * One reader, one execution and one text for all subscribers that asked the same. Whoever cannot keep up leaves the stream,
 * so that the others never wait and nothing is held for it.
 */
export class SharedStream {
  readonly #subscription: OpenSubscription;
  readonly #sharing: Sharing<unknown, unknown>;
  readonly #subscribers = new Set<Subscriber>();
  readonly #onEnd: () => void;
  #iterator: AsyncIterator<unknown, void> | undefined;
  #cursor: unknown;
  #ended = false;

  constructor(subscription: OpenSubscription, sharing: Sharing<unknown, unknown>, onEnd: () => void) {
    this.#subscription = subscription;
    this.#sharing = sharing;
    this.#onEnd = onEnd;
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
  }

  /** Lets a subscriber back in that has come to the very place where the stream is. */
  rejoin(subscriber: Subscriber, cursor: unknown): boolean {
    if (this.#ended || this.#cursor === undefined || !this.#sharing.equal(this.#cursor, cursor)) return false;
    this.#subscribers.add(subscriber);
    return true;
  }

  remove(subscriber: Subscriber): void {
    if (this.#subscribers.delete(subscriber) && this.#subscribers.size === 0) this.#end();
  }

  /** Reads until nobody is left, the source ends, or it fails. */
  async run(): Promise<void> {
    try {
      this.#cursor = await this.#sharing.start();
      if (this.#ended) return;
      this.#iterator = this.#subscription.source.open(this.#sharing.copy(this.#cursor));
      for (;;) {
        const { value, done } = await this.#iterator.next();
        if (done || this.#ended) break;
        const payload = await this.#subscription.render(value);
        for (const subscriber of this.#subscribers) {
          if (subscriber.offer(payload)) continue;
          this.#subscribers.delete(subscriber);
          subscriber.fallBehind(this.#sharing.copy(this.#cursor));
        }
        this.#sharing.advance(this.#cursor, value);
        if (this.#subscribers.size === 0) break;
      }
      for (const subscriber of this.#subscribers) subscriber.end();
    } catch (error) {
      for (const subscriber of this.#subscribers) subscriber.fail(error);
    } finally {
      this.#end();
    }
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
    void this.#iterator?.return?.();
  }
}
