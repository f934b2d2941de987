interface Step {
  readonly ms: number;
  readonly one: string;
  readonly many?: string;
  /** One of them ago, and in one of them, where there are words for it. */
  readonly last?: string;
  readonly next?: string;
}

const steps: readonly Step[] = [
  { ms: 1_000, one: 'sec.' },
  { ms: 60_000, one: 'min.' },
  { ms: 3_600_000, one: 'hr.' },
  { ms: 86_400_000, one: 'day', many: 'days', last: 'yesterday', next: 'tomorrow' },
  { ms: 30.44 * 86_400_000, one: 'mo.', last: 'last mo.', next: 'next mo.' },
  { ms: 365.25 * 86_400_000, one: 'yr.', last: 'last yr.', next: 'next yr.' },
];

/**
 * "just now", "5 sec. ago", "in 2 hr.". Times are milliseconds since 1970. In the words of Intl.RelativeTimeFormat('en'), to make
 * one of which takes a browser thirty milliseconds, while every page waits.
 */
export function formatRelative(time: number, now: number): string {
  const distance = time - now;
  if (Math.abs(distance) < 1_000) return 'just now';
  const step = steps.findLast(({ ms }) => Math.abs(distance) >= ms) ?? (steps[0] as Step);
  const count = Math.trunc(Math.abs(distance) / step.ms);
  const alone = distance < 0 ? step.last : step.next;
  if (count === 1 && alone) return alone;
  const amount = `${count} ${count === 1 ? step.one : (step.many ?? step.one)}`;
  return distance < 0 ? `${amount} ago` : `in ${amount}`;
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
