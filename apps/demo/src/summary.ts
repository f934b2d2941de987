import type { MeanDelay } from './consume/mean-delays.ts';
import { formatCount, formatMebibytes, formatRate } from './terminal/numbers.ts';
import type { Verdict } from './verdict.ts';

interface Side {
  readonly count: number;
  readonly seconds: number;
}

export interface Summary {
  readonly produced: Side;
  readonly consumed: Side;
  readonly worst: readonly MeanDelay[];
  /** Null where it could not be learnt. */
  readonly apiPeakBytes: number | null;
  readonly maxApiBytes: number;
  readonly clientPeakBytes: number;
  readonly stalled: string | undefined;
  readonly verdict: Verdict;
}

function sideLine(name: string, { count, seconds }: Side): string {
  return `${name}  ${formatCount(count)} records in ${seconds.toFixed(1)} s: ${formatRate(count, seconds)}`;
}

function delayTable(worst: readonly MeanDelay[]): string[] {
  return worst.map(({ airport, flights, meanMinutes }) => {
    const minutes = meanMinutes.toFixed(1).padStart(6);
    return `  ${airport.padEnd(4)} ${minutes} min   ${formatCount(flights).padStart(7)} flights`;
  });
}

/** What the demo prints at its end. */
export function summary({
  produced,
  consumed,
  worst,
  apiPeakBytes,
  maxApiBytes,
  clientPeakBytes,
  stalled,
  verdict,
}: Summary): string {
  const api = apiPeakBytes === null ? 'unknown' : formatMebibytes(apiPeakBytes);
  return [
    '',
    sideLine('Produced by mutations     ', produced),
    sideLine('Consumed by a subscription', consumed),
    `Memory at most: API ${api}, this client ${formatMebibytes(clientPeakBytes)}`,
    ...(apiPeakBytes !== null && apiPeakBytes > maxApiBytes
      ? [`The API took more than the ${formatMebibytes(maxApiBytes)} it is to stay under.`]
      : []),
    ...(stalled === undefined ? [] : [stalled]),
    '',
    'Worst mean delay by airport of origin:',
    ...delayTable(worst),
    '',
    ...verdict.lines,
    '',
  ].join('\n');
}
