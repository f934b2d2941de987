interface Sum {
  flights: number;
  minutes: number;
}

export interface MeanDelay {
  readonly airport: string;
  readonly flights: number;
  readonly meanMinutes: number;
}

/** The mean delay of each airport, kept up to date. */
export class MeanDelays {
  readonly #sums = new Map<string, Sum>();

  add(airport: string, delay: number): void {
    let sum = this.#sums.get(airport);
    if (!sum) {
      sum = { flights: 0, minutes: 0 };
      this.#sums.set(airport, sum);
    }
    sum.flights += 1;
    sum.minutes += delay;
  }

  /** Highest mean first. */
  worst(count: number): readonly MeanDelay[] {
    return [...this.#sums]
      .map(([airport, { flights, minutes }]) => ({ airport, flights, meanMinutes: minutes / flights }))
      .sort((a, b) => b.meanMinutes - a.meanMinutes)
      .slice(0, count);
  }
}
