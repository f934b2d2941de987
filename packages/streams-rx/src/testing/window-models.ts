import type { SessionWindows } from '../windows/session-windows.ts';
import type { SlidingWindows } from '../windows/sliding-windows.ts';
import { startsOf, type TimeWindows } from '../windows/time-windows.ts';
import type { WindowInput } from './window-inputs.ts';

/** What windows have, by key and bounds, as a driver's table gives it. */
export class WindowModel {
  readonly rows = new Map<string, { key: { key: string; start: number; end: number }; value: string }>();
  streamTime = Number.NEGATIVE_INFINITY;
  late = 0;

  get(key: string, start: number, end: number): string | undefined {
    return this.rows.get(JSON.stringify([key, start, end]))?.value;
  }

  set(key: string, start: number, end: number, value: string | null): void {
    const id = JSON.stringify([key, start, end]);
    if (value === null) this.rows.delete(id);
    else this.rows.set(id, { key: { key, start, end }, value });
  }
}

export function timeWindowsModel(windows: TimeWindows, records: readonly WindowInput[]): WindowModel {
  const model = new WindowModel();
  for (const { key, value, timestamp } of records) {
    model.streamTime = Math.max(model.streamTime, timestamp);
    let isLate = false;
    for (const start of startsOf(windows, timestamp)) {
      const end = start + windows.sizeMs;
      if (end + windows.graceMs <= model.streamTime) isLate = true;
      else model.set(key, start, end, (model.get(key, start, end) ?? '') + value);
    }
    if (isLate) model.late += 1;
  }
  return model;
}

export function sessionsModel({ gapMs, graceMs }: SessionWindows, records: readonly WindowInput[]): WindowModel {
  const model = new WindowModel();
  for (const { key, value, timestamp } of records) {
    model.streamTime = Math.max(model.streamTime, timestamp);
    const isOpen = (end: number) => end + gapMs + graceMs >= model.streamTime;
    const found = [...model.rows.values()]
      .filter(({ key: of }) => of.key === key && isOpen(of.end))
      .filter(({ key: { start, end } }) => timestamp >= start - gapMs && timestamp <= end + gapMs)
      .sort((a, b) => a.key.start - b.key.start);
    if (found.length === 0 && !isOpen(timestamp)) {
      model.late += 1;
      continue;
    }
    for (const { key: of } of found) model.set(key, of.start, of.end, null);
    const start = Math.min(timestamp, ...found.map(({ key: of }) => of.start));
    const end = Math.max(timestamp, ...found.map(({ key: of }) => of.end));
    model.set(key, start, end, found.map((each) => each.value).join('') + value);
  }
  return model;
}

/** Looks at all windows that the records which were taken define, by each of them. */
export function slidingWindowsModel(
  { timeDifferenceMs, graceMs }: SlidingWindows,
  records: readonly WindowInput[],
): WindowModel {
  const model = new WindowModel();
  const taken: WindowInput[] = [];
  for (const record of records) {
    const { key, value, timestamp } = record;
    model.streamTime = Math.max(model.streamTime, timestamp);
    const isOpen = (end: number) => end + graceMs >= model.streamTime;
    if (!isOpen(timestamp)) model.late += 1;
    if (!isOpen(timestamp + timeDifferenceMs)) continue;
    taken.push(record);
    const own = taken.filter((each) => each.key === key);
    const within = (start: number) =>
      own.filter((each) => each.timestamp >= start && each.timestamp <= start + timeDifferenceMs);
    const starts = new Set([
      ...own.map((each) => each.timestamp - timeDifferenceMs),
      ...own.map((each) => each.timestamp + 1).filter((start) => within(start).length > 0),
    ]);
    for (const start of starts) {
      const end = start + timeDifferenceMs;
      if (!isOpen(end)) continue;
      const before = model.get(key, start, end);
      if (before === undefined)
        model.set(
          key,
          start,
          end,
          within(start)
            .map((each) => each.value)
            .join(''),
        );
      else if (timestamp >= start && timestamp <= end) model.set(key, start, end, before + value);
    }
  }
  return model;
}
