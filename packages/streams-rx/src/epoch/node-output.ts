import { Observable, type Subscriber } from 'rxjs';
import type { Ordered } from '../topology/node.ts';

/** What a node gives, to all that read it, and how many there were. RxJS's Subject with nothing but what an epoch needs: each record goes through several. */
export class NodeOutput extends Observable<Ordered> {
  count = 0;
  /** Never changed: replaced, as somebody may be going through it. */
  #subscribers: readonly Subscriber<Ordered>[] = [];
  #isComplete = false;

  constructor() {
    super((subscriber) => this.#add(subscriber));
  }

  next(item: Ordered): void {
    this.count += 1;
    const subscribers = this.#subscribers;
    for (let i = 0; i < subscribers.length; i++) (subscribers[i] as Subscriber<Ordered>).next(item);
  }

  complete(): void {
    this.#isComplete = true;
    for (const subscriber of this.#subscribers) subscriber.complete();
  }

  #add(subscriber: Subscriber<Ordered>): (() => void) | undefined {
    if (this.#isComplete) {
      subscriber.complete();
      return undefined;
    }
    this.#subscribers = [...this.#subscribers, subscriber];
    return () => {
      this.#subscribers = this.#subscribers.filter((each) => each !== subscriber);
    };
  }
}
