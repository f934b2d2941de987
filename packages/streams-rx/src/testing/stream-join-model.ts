import fc from 'fast-check';
import { joinStream } from '../operators/join-stream.ts';
import type { JoinWindow } from '../operators/join-window.ts';
import { leftJoinStream } from '../operators/left-join-stream.ts';
import { outerJoinStream } from '../operators/outer-join-stream.ts';
import { to } from '../operators/to.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import type { LateOptions } from '../windows/late-records.ts';
import type { TestDriver } from './test-driver.ts';

export type Kind = 'inner' | 'left' | 'outer';
export const text = (left: string | null, right: string | null) => `${left ?? '-'}${right ?? '-'}`;

export const join = (kind: Kind, window: JoinWindow & LateOptions) => (app: TopologyApp) => {
  const [left, right] = [app.stream<string, string>('left'), app.stream<string, string>('right')];
  const pair = {
    inner: joinStream<string, string, string, string>(right, text, window),
    left: leftJoinStream<string, string, string, string>(right, text, window),
    outer: outerJoinStream<string, string, string, string>(right, text, window),
  }[kind];
  return left.pipe(pair, to('out'));
};

export interface Event {
  readonly side: 0 | 1;
  readonly key: string;
  readonly time: number;
  readonly value: string;
}
const topics = ['left', 'right'] as const;

export function script(test: TestDriver, events: readonly Event[]): void {
  for (const { side, key, time, value } of events) test.pipe(topics[side], { key, value, timestamp: time });
}

export const results = (driver: TestDriver) =>
  driver.output('out').map(({ key, timestamp, value }) => `${key} ${timestamp} ${value}`);
export const event = fc.record({
  side: fc.constantFrom(0 as const, 1 as const),
  key: fc.constantFrom('a', 'b'),
  time: fc.integer({ min: -5, max: 40 }),
  value: fc.constantFrom('x', 'y', 'z'),
});
export const windows = fc.record({ before: fc.nat(8), after: fc.nat(8), grace: fc.nat(6) });
export const kinds = fc.constantFrom<Kind[]>('inner', 'left', 'outer');
export const flush: Event = { side: 0, key: 'flush', time: 1_000, value: '' };

/** Two topics as a task takes them: of both next ones the earlier. */
export function mergedByTime(events: readonly Event[]): Event[] {
  const queues = topics.map((_, side) => events.filter((one) => one.side === side));
  const merged: Event[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    const times = queues.map(([next]) => next?.time ?? Number.POSITIVE_INFINITY);
    merged.push((queues[(times[0] as number) <= (times[1] as number) ? 0 : 1] as Event[]).shift() as Event);
  }
  return merged;
}

/** The rules, over a list of everything. */
export function model(events: readonly Event[], { before, after: ahead, grace }: JoinWindow, kind: Kind) {
  const isResult = [kind !== 'inner', kind === 'outer'];
  const back = [before, ahead];
  const forth = [ahead, before];
  const wait = [0, 1].map((side) => (isResult[side] ? (forth[side] as number) + grace : before + ahead + grace));
  const kept: (Event & { met: boolean; given: boolean })[] = [];
  const given: string[] = [];
  const alone = ({ side, key, time, value }: Event) =>
    given.push(`${key} ${time} ${side === 0 ? text(value, null) : text(null, value)}`);
  let streamTime = Number.NEGATIVE_INFINITY;
  let late = 0;
  for (const event of events) {
    const { side, key, time, value } = event;
    streamTime = Math.max(streamTime, time);
    const isOver = (one: Event) => one.time < streamTime - (wait[one.side] as number);
    const due = kept.filter((one) => isResult[one.side] && !one.met && !one.given && isOver(one));
    // Of one time, those of the left stream first, and those in the order of offsets.
    for (const one of due.sort((a, b) => a.time - b.time || a.side - b.side)) {
      one.given = true;
      alone(one);
    }
    const met = kept
      .filter(
        (one) =>
          one.side !== side &&
          one.key === key &&
          !isOver(one) &&
          one.time >= time - (back[side] as number) &&
          one.time <= time + (forth[side] as number),
      )
      .sort((a, b) => a.time - b.time);
    for (const one of met) {
      one.met = true;
      given.push(`${key} ${Math.max(time, one.time)} ${side === 0 ? value + one.value : one.value + value}`);
    }
    if (!isOver(event)) kept.push({ ...event, met: met.length > 0, given: false });
    else if (met.length === 0 && isResult[side]) alone(event);
    else if (met.length === 0) late += 1;
  }
  return { results: given, late };
}
