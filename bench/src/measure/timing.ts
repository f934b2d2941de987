/** How long a contender runs in each round, and how often. */
export interface Timing {
  readonly warmupSeconds: number;
  readonly seconds: number;
  readonly rounds: number;
}

export function describeTiming({ warmupSeconds, seconds, rounds }: Timing): string {
  return `${rounds} rounds of ${seconds} s each after ${warmupSeconds} s of warm-up, all contenders in turns; the median round counts.`;
}
