import { formatLocal } from '../../quantity/time.ts';

/** A window in the browser's zone, its day said once: "2026-01-31 12:00:00 – 12:05:00". */
export function windowText({ start, end }: { readonly start: string; readonly end?: string | null }): string {
  const from = secondsOf(start);
  if (!end) return `from ${from}`;
  const to = secondsOf(end);
  return `${from} – ${to.slice(0, 10) === from.slice(0, 10) ? to.slice(11) : to}`;
}

/** To the second, or to the millisecond where there are some. */
function secondsOf(time: string): string {
  const text = formatLocal(Date.parse(time));
  return text.endsWith('.000') ? text.slice(0, -4) : text;
}
