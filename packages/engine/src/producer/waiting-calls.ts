import type { SequencedCall } from './sequenced-call.ts';

type Place = Pick<SequencedCall, 'epoch' | 'sequence'>;

const isBefore = (a: Place, b: Place) => a.epoch < b.epoch || (a.epoch === b.epoch && a.sequence < b.sequence);

/** The calls of a line that no lane has, by epoch and sequence; of two that are the same the one that came first is in front. */
export class WaitingCalls {
  readonly #calls: SequencedCall[] = [];

  get size(): number {
    return this.#calls.length;
  }

  /** All of them, as they are now. */
  all(): readonly SequencedCall[] {
    return [...this.#calls];
  }

  at(index: number): SequencedCall | undefined {
    return this.#calls[index];
  }

  /** The index of the first one that is not before a place. */
  from(place: Place): number {
    let low = 0;
    let high = this.#calls.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.#calls[middle] as SequencedCall, place)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(call: SequencedCall): void {
    this.#calls.splice(this.from({ epoch: call.epoch, sequence: call.sequence + 1 }), 0, call);
  }

  /** Whether it was there. */
  remove(call: SequencedCall): boolean {
    const at = this.#calls.indexOf(call, this.from(call));
    if (at < 0) return false;
    this.#calls.splice(at, 1);
    return true;
  }
}
