import type { RecordHeader } from '@millrace/engine';
import type { HeldPlace } from './held-place.ts';
import type { InputBatch, Origin } from './origin.ts';

/** What is held, as it is told of, and as a dead letter has it. */
export interface Held {
  readonly place: HeldPlace;
  readonly partition: number;
  /** ms since 1970. */
  readonly timestamp: number;
  /** As it is written; called where somebody wants it. */
  readonly key: () => Uint8Array | null;
  readonly value: () => Uint8Array | null;
}

/** What records come from that were kept back: their own place, and the order of the record that they go on with. */
export function heldOrigin(held: Held, cause: Origin): Origin {
  return { batch: new HeldBatch(held), index: 0, ordinal: cause.ordinal, cause: cause.cause ?? cause };
}

class HeldBatch implements InputBatch {
  readonly topic: string;
  readonly partition: number;
  readonly key: () => Uint8Array | null;
  readonly value: () => Uint8Array | null;
  readonly #held: Held;

  constructor(held: Held) {
    this.topic = held.place.topic;
    this.partition = held.partition;
    this.key = held.key;
    this.value = held.value;
    this.#held = held;
  }

  offset(): number {
    return this.#held.place.offset;
  }

  timestamp(): number {
    return this.#held.timestamp;
  }

  headers(): readonly RecordHeader[] {
    return this.#held.place.headers;
  }
}
