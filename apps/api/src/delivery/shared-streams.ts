import type { Clock } from '@millrace/core';
import type { OpenSubscription } from '../execution/executor.ts';
import { SharedStream, type Subscriber } from './shared-stream.ts';

/** The shared streams that run, by what was asked. */
export class SharedStreams {
  readonly #clock: Clock;
  readonly #streams = new Map<string, SharedStream>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(key: string): SharedStream | undefined {
    return this.#streams.get(key);
  }

  /** Adds a subscriber to the stream of that key, which begins if there is none. */
  join(key: string, subscription: OpenSubscription, subscriber: Subscriber): SharedStream {
    const running = this.#streams.get(key);
    if (running) {
      running.add(subscriber);
      return running;
    }
    const { sharing } = subscription.source;
    if (!sharing) throw new Error('The source of this subscription cannot be shared.');
    const onEnd = () => {
      if (this.#streams.get(key) === stream) this.#streams.delete(key);
    };
    const stream: SharedStream = new SharedStream({ subscription, sharing, clock: this.#clock, onEnd });
    this.#streams.set(key, stream);
    stream.add(subscriber);
    void stream.run();
    return stream;
  }
}
