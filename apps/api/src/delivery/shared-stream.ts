import type { Clock, Timer } from '@millrace/core';
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
 * Every payload to every subscriber is a system call here and one there, so the more there are, the longer payloads gather to leave
 * together: this much for each subscriber, and at most so long. One that comes after a pause leaves at once.
 */
const gatherMsPerSubscriber = 0.1;
const maxGatherMs = 20;
const maxGathered = 100;

/**
 * One reader, one execution and one text for all subscribers that asked the same. Whoever cannot keep up leaves the stream,
 * so that the others never wait and nothing is held for it.
 */
export class SharedStream {
  readonly #subscription: OpenSubscription;
  readonly #sharing: Sharing<unknown, unknown>;
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  readonly #subscribers = new Set<Subscriber>();
  #iterator: AsyncIterator<unknown, void> | undefined;
  /** Before what is gathered. */
  #cursor: unknown;
  #gathered: { readonly event: unknown; readonly payload: string }[] = [];
  #deliveredAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;
  #ended = false;

  constructor(options: {
    readonly subscription: OpenSubscription;
    readonly sharing: Sharing<unknown, unknown>;
    readonly clock: Clock;
    readonly onEnd: () => void;
  }) {
    this.#subscription = options.subscription;
    this.#sharing = options.sharing;
    this.#clock = options.clock;
    this.#onEnd = options.onEnd;
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
        const { value: event, done } = await this.#iterator.next();
        if (done || this.#ended) break;
        const payload = await this.#subscription.render(event);
        if (this.#ended) break;
        this.#gathered.push({ event, payload });
        this.#deliverOrGather();
      }
      this.#deliver();
      for (const subscriber of this.#subscribers) subscriber.end();
    } catch (error) {
      this.#deliver();
      for (const subscriber of this.#subscribers) subscriber.fail(error);
    } finally {
      this.#end();
    }
  }

  #deliverOrGather(): void {
    const gatherMs = Math.min(maxGatherMs, this.#subscribers.size * gatherMsPerSubscriber);
    const waitMs = this.#deliveredAt + gatherMs - this.#clock.monotonic();
    // Timers are no finer than a millisecond.
    if (waitMs < 1 || this.#gathered.length >= maxGathered) this.#deliver();
    else this.#timer ??= this.#clock.schedule(waitMs, () => this.#deliver());
  }

  #deliver(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#gathered.length === 0) return;
    const gathered = this.#gathered;
    const cursor = this.#cursor;
    this.#gathered = [];
    this.#deliveredAt = this.#clock.monotonic();
    this.#cursor = this.#sharing.copy(cursor);
    for (const { event } of gathered) this.#sharing.advance(this.#cursor, event);
    for (const subscriber of this.#subscribers) {
      const taken = gathered.findIndex(({ payload }) => !subscriber.offer(payload));
      if (taken < 0) continue;
      const place = this.#sharing.copy(cursor);
      for (const { event } of gathered.slice(0, taken)) this.#sharing.advance(place, event);
      this.#subscribers.delete(subscriber);
      subscriber.fallBehind(place);
    }
    if (this.#subscribers.size === 0) this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer?.cancel();
    this.#onEnd();
    void this.#iterator?.return?.();
  }
}
