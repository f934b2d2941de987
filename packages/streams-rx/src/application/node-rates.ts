import type { Clock } from '@millrace/core';

/** Over how long a rate is taken, ms: the last one holds until then. */
const windowMs = 2_000;

/** Records a second by node, from counts that only rise. */
export class NodeRates {
  readonly #clock: Clock;
  readonly #counts: () => ReadonlyMap<string, number>;
  #before: ReadonlyMap<string, number>;
  #since: number;
  #rates: { readonly [node: string]: number } = {};

  constructor(clock: Clock, counts: () => ReadonlyMap<string, number>) {
    this.#clock = clock;
    this.#counts = counts;
    this.#before = counts();
    this.#since = clock.monotonic();
  }

  read(): { readonly [node: string]: number } {
    const elapsedMs = this.#clock.monotonic() - this.#since;
    if (elapsedMs < windowMs) return this.#rates;
    const counts = this.#counts();
    this.#rates = Object.fromEntries(
      [...counts].map(([node, count]) => {
        const rate = ((count - (this.#before.get(node) ?? 0)) * 1_000) / elapsedMs;
        return [node, Math.round(rate * 10) / 10];
      }),
    );
    this.#before = counts;
    this.#since = this.#clock.monotonic();
    return this.#rates;
  }
}
