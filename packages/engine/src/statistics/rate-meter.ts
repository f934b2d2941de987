import type { Clock } from '@millrace/core';
import type { TopicRates } from './topic-statistics.ts';

const slotMs = 5_000;
const slotCount = 12;
/** Topics with a meter of their own; of more than that the one that came first is forgotten. */
const maxTopics = 2_000;
const counters = ['recordsIn', 'bytesIn', 'recordsOut', 'bytesOut'] as const;

interface Meter {
  /** Sums of the newest slots, each of them `counters` long, and the number of each slot. */
  readonly sums: Float64Array;
  readonly numbers: Int32Array;
}

/** Counts what goes through a node, by topic, over the last minute. */
export class RateMeter {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #meters = new Map<string, Meter>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.monotonic();
  }

  appended(topic: string, records: number, bytes: number): void {
    this.#add(topic, 0, records, bytes);
  }

  fetched(topic: string, records: number, bytes: number): void {
    this.#add(topic, 2, records, bytes);
  }

  /** A second, over the last minute or since the start. */
  ratesOf(topic: string): TopicRates {
    const meter = this.#meters.get(topic);
    const current = this.#slot();
    const seconds = Math.max(1, Math.min(slotMs * slotCount, this.#clock.monotonic() - this.#startedAt) / 1_000);
    const rate = (counter: number) => {
      if (!meter) return 0;
      let sum = 0;
      meter.numbers.forEach((number, slot) => {
        if (current - number < slotCount) sum += meter.sums[slot * counters.length + counter] as number;
      });
      return sum / seconds;
    };
    return { recordsIn: rate(0), bytesIn: rate(1), recordsOut: rate(2), bytesOut: rate(3) };
  }

  #slot(): number {
    return Math.floor((this.#clock.monotonic() - this.#startedAt) / slotMs);
  }

  #add(topic: string, counter: number, records: number, bytes: number): void {
    const number = this.#slot();
    const meter = this.#meterOf(topic);
    const slot = number % slotCount;
    if (meter.numbers[slot] !== number) {
      meter.numbers[slot] = number;
      meter.sums.fill(0, slot * counters.length, (slot + 1) * counters.length);
    }
    const at = slot * counters.length + counter;
    meter.sums[at] = (meter.sums[at] as number) + records;
    meter.sums[at + 1] = (meter.sums[at + 1] as number) + bytes;
  }

  #meterOf(topic: string): Meter {
    const known = this.#meters.get(topic);
    if (known) return known;
    const meter = {
      sums: new Float64Array(slotCount * counters.length),
      numbers: new Int32Array(slotCount).fill(-slotCount),
    };
    this.#meters.set(topic, meter);
    if (this.#meters.size > maxTopics) this.#meters.delete(this.#meters.keys().next().value as string);
    return meter;
  }
}
