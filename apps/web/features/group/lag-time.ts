import { formatCount } from '../quantity/quantity.ts';

const spans: readonly (readonly [string, number])[] = [
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
];

/** How long a group is behind, in its two largest units: "under 1 s", "12 s", "4 min 10 s", "2 d 5 h". */
export function formatLagTime(ms: number): string {
  if (ms < 1_000) return 'under 1 s';
  const largest = spans.findLastIndex(([, length]) => ms >= length);
  const [unit, length] = spans[largest] as (typeof spans)[number];
  const whole = `${formatCount(Math.floor(ms / length))} ${unit}`;
  const smaller = spans[largest - 1];
  const rest = smaller ? Math.floor((ms % length) / smaller[1]) : 0;
  return smaller && rest > 0 ? `${whole} ${rest} ${smaller[0]}` : whole;
}
