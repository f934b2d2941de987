const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['second', 1_000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
  ['month', 30.44 * 86_400_000],
  ['year', 365.25 * 86_400_000],
];

/** "just now", "5 sec. ago", "in 2 hr.". Times are milliseconds since 1970. */
export function formatRelative(time: number, now: number): string {
  const distance = time - now;
  if (Math.abs(distance) < 1_000) return 'just now';
  const [unit, length] = steps.findLast(([, ms]) => Math.abs(distance) >= ms) ?? (['second', 1_000] as const);
  return relative.format(Math.trunc(distance / length), unit);
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** A time in the browser's zone, to the millisecond, with its offset: 2026-01-31 12:00:00.000 +01:00. */
export function formatTimestamp(time: number): string {
  return `${formatLocal(time)} ${zoneOffset(time)}`;
}

/** A time in the browser's zone, to the millisecond: 2026-01-31 12:00:00.000. */
export function formatLocal(time: number): string {
  const date = new Date(time);
  const day = `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const clock = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day} ${clock}.${pad(date.getMilliseconds(), 3)}`;
}

/** The browser zone's distance from UTC at a time: +01:00. */
function zoneOffset(time: number): string {
  const minutes = -new Date(time).getTimezoneOffset();
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(absolute / 60))}:${pad(absolute % 60)}`;
}

/** "Europe/Berlin (+01:00)". */
export function zoneName(time: number): string {
  return `${Intl.DateTimeFormat().resolvedOptions().timeZone} (${zoneOffset(time)})`;
}

/** What a datetime-local input takes, to the second. */
export function toInputValue(time: number): string {
  return formatLocal(time).replace(' ', 'T').slice(0, 19);
}

/** What a datetime-local input gives, or null when it is not a time. */
export function fromInputValue(text: string): number | null {
  const time = new Date(text).getTime();
  return Number.isNaN(time) ? null : time;
}
