import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import type { TopologyApp } from '../topology/topology-app.ts';
import { flatMapValues } from './flat-map-values.ts';
import { joinStream } from './join-stream.ts';
import type { JoinWindow } from './join-window.ts';
import { leftJoinStream } from './left-join-stream.ts';
import { outerJoinStream } from './outer-join-stream.ts';
import { selectKey } from './select-key.ts';
import { to } from './to.ts';

type Kind = 'inner' | 'left' | 'outer';
const text = (left: string | null, right: string | null) => `${left ?? '-'}${right ?? '-'}`;

const join = (kind: Kind, window: JoinWindow) => (app: TopologyApp) => {
  const [left, right] = [app.stream<string, string>('left'), app.stream<string, string>('right')];
  const pair = {
    inner: joinStream<string, string, string, string>(right, text, window),
    left: leftJoinStream<string, string, string, string>(right, text, window),
    outer: outerJoinStream<string, string, string, string>(right, text, window),
  }[kind];
  return left.pipe(pair, to('out'));
};

/** As Kafka Streams' documentation of join semantics has them: a topic, a time in seconds, a value. */
const documented: readonly (readonly ['left' | 'right', number, string | null])[] = [
  ['left', 1, null],
  ['right', 2, null],
  ['left', 3, 'A'],
  ['right', 4, 'a'],
  ['left', 5, 'B'],
  ['right', 6, 'b'],
  ['left', 7, null],
  ['right', 8, null],
  ['left', 9, 'C'],
  ['right', 10, 'c'],
  ['right', 11, null],
  ['left', 12, null],
  ['right', 13, null],
  ['right', 14, 'd'],
  ['left', 15, 'D'],
  ['left', 40, 'E'],
  ['left', 60, 'F'],
  ['right', 80, 'f'],
  ['left', 100, 'G'],
];

interface Event {
  readonly side: 0 | 1;
  readonly key: string;
  readonly time: number;
  readonly value: string;
}
const topics = ['left', 'right'] as const;

function script(test: TestDriver, events: readonly Event[]): void {
  for (const { side, key, time, value } of events) test.pipe(topics[side], { key, value, timestamp: time });
}

const results = (driver: TestDriver) =>
  driver.output('out').map(({ key, timestamp, value }) => `${key} ${timestamp} ${value}`);
const after = (driver: TestDriver) => driver.output('out').map(({ timestamp, value }) => [timestamp, value]);

describe('joinStream', () => {
  const window = { before: 15_000, after: 15_000, grace: 0 };
  const run = (kind: Kind) =>
    runInAllEpochs(join(kind, window), (test) => {
      for (const [topic, seconds, value] of documented) {
        test.pipe(topic, { key: 'k', value, timestamp: seconds * 1_000 });
      }
    });
  const pairs = [
    [4, 'Aa'],
    [5, 'Ba'],
    [6, 'Ab'],
    [6, 'Bb'],
    [9, 'Ca'],
    [9, 'Cb'],
    [10, 'Ac'],
    [10, 'Bc'],
    [10, 'Cc'],
    [14, 'Ad'],
    [14, 'Bd'],
    [14, 'Cd'],
    [15, 'Da'],
    [15, 'Db'],
    [15, 'Dc'],
    [15, 'Dd'],
  ].map(([seconds, value]) => [(seconds as number) * 1_000, value]);

  it("gives what Kafka Streams' table of an inner stream-stream join says", async () => {
    const driver = await run('inner');
    expect(after(driver)).toEqual(pairs);
    expect(driver.counts).toEqual({ late: 0, skipped: 7 });
  });

  it("gives what Kafka Streams' table of a left stream-stream join says", async () => {
    expect(after(await run('left'))).toEqual([...pairs, [40_000, 'E-'], [60_000, 'F-']]);
  });

  it("gives what Kafka Streams' table of an outer stream-stream join says", async () => {
    expect(after(await run('outer'))).toEqual([...pairs, [40_000, 'E-'], [60_000, 'F-'], [80_000, '-f']]);
  });

  it('includes both bounds of the window, and looks no further', async () => {
    const times = (kind: Kind, otherTimes: readonly number[]) =>
      runInAllEpochs(join(kind, { before: 10, after: 5, grace: 100 }), async (test) => {
        test.pipe('left', { key: 'k', value: 'L', timestamp: 100 });
        await test.run();
        for (const timestamp of otherTimes) test.pipe('right', { key: 'k', value: String(timestamp), timestamp });
      });
    expect(after(await times('inner', [89, 90, 105, 106]))).toEqual([
      [100, 'L90'],
      [105, 'L105'],
    ]);
  });

  it('gives a record without a partner once its window and the grace are over by stream time, and not before', async () => {
    const driver = await runInAllEpochs(join('left', { before: 0, after: 10, grace: 5 }), async (test) => {
      test.pipe('left', { key: 'a', value: 'A', timestamp: 100 });
      test.pipe('left', { key: 'b', value: 'B', timestamp: 115 });
      await test.run();
      expect(after(test)).toEqual([]);
      test.pipe('right', { key: 'c', value: 'c', timestamp: 116 });
      await test.run();
      expect(after(test)).toEqual([[100, 'A-']]);
      // Within the window, but it has been given out alone: exactly once.
      test.pipe('right', { key: 'a', value: 'a', timestamp: 110 });
      test.pipe('left', { key: 'c', value: 'C', timestamp: 1_000 });
    });
    expect(after(driver)).toEqual([
      [100, 'A-'],
      [115, 'B-'],
    ]);
  });

  it('counts as late what comes when it can meet nobody any more; of a side that gives lone records it is a result at once', async () => {
    const late = async (kind: Kind) => {
      const driver = await runInAllEpochs(join(kind, { before: 5, after: 5, grace: 5 }), async (test) => {
        test.pipe('right', { key: 'a', value: 'a', timestamp: 100 });
        await test.run();
        test.pipe('left', { key: 'a', value: 'Z', timestamp: 50 });
      });
      return [results(driver), driver.counts.late];
    };
    expect(await late('inner')).toEqual([[], 1]);
    expect(await late('left')).toEqual([['a 50 Z-'], 0]);
  });

  it('skips and counts records without a key or a value; a side that gives lone records gives one without a key at once', async () => {
    const nulls = async (kind: Kind) => {
      const driver = await runInAllEpochs(join(kind, window), (test) => {
        test.pipe('left', [{ value: 'A' }, { key: 'k', value: null }]);
        test.pipe('right', { value: 'b' });
      });
      return [driver.output('out').map(({ value }) => value), driver.counts.skipped];
    };
    expect(await nulls('inner')).toEqual([[], 3]);
    expect(await nulls('left')).toEqual([['A-'], 2]);
    expect(await nulls('outer')).toEqual([['A-', '-b'], 1]);
  });

  it('keeps records of one key and time apart, those made of one record too, and joins a stream with itself', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const letters = app.stream<string, string>('left').pipe(flatMapValues((value) => [...value]));
        return letters.pipe(joinStream(letters, text, { before: 0, after: 0, grace: 0 }), to('out'));
      },
      (test) => {
        test.pipe('left', { key: 'k', value: 'xx', timestamp: 1 });
        test.pipe('left', { key: 'k', value: 'y', timestamp: 1 });
      },
    );
    expect(
      driver
        .output('out')
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['xx', 'xx', 'xx', 'xx', 'xy', 'xy', 'yx', 'yx', 'yy']);
  });

  it('brings records whose keys have changed together', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const byValue = (topic: string) => app.stream<string, string>(topic).pipe(selectKey(({ value }) => value));
        return byValue('left').pipe(joinStream(byValue('right'), text, window), to('out'));
      },
      (test) => {
        for (const [i, value] of [...'abcdef'].entries()) {
          test.pipe('left', { key: `l${i}`, value });
          test.pipe('right', { key: `r${i}`, value });
        }
      },
      { topics: { left: { partitions: 2 }, right: { partitions: 3 } } },
    );
    expect(
      driver
        .output('out')
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['aa', 'bb', 'cc', 'dd', 'ee', 'ff']);
  });

  it('refuses a window that is none', async () => {
    await expect(TestDriver.open(join('inner', { before: -1, after: 0, grace: 0 }))).rejects.toMatchObject({
      code: 'INVALID_TOPOLOGY',
    });
  });

  const event = fc.record({
    side: fc.constantFrom(0 as const, 1 as const),
    key: fc.constantFrom('a', 'b'),
    time: fc.integer({ min: -5, max: 40 }),
    value: fc.constantFrom('x', 'y', 'z'),
  });
  const windows = fc.record({ before: fc.nat(8), after: fc.nat(8), grace: fc.nat(6) });
  const kinds = fc.constantFrom<Kind[]>('inner', 'left', 'outer');
  const flush: Event = { side: 0, key: 'flush', time: 1_000, value: '' };

  it('joins every pair within the window, and gives every other record alone, where nothing is late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 30 }),
        windows,
        kinds,
        fc.nat(),
        async (events, bounds, kind, seed) => {
          const driver = await runInAllEpochs(
            join(kind, { ...bounds, grace: 100 }),
            async (test) => {
              script(test, events);
              await test.run();
              script(test, [flush]);
            },
            { seeds: [seed] },
          );
          const met = new Set<Event>();
          const expected: string[] = [];
          for (const left of events.filter(({ side }) => side === 0)) {
            for (const right of events.filter(({ side }) => side === 1)) {
              const distance = right.time - left.time;
              if (left.key !== right.key || distance < -bounds.before || distance > bounds.after) continue;
              met.add(left).add(right);
              expected.push(`${left.key} ${Math.max(left.time, right.time)} ${left.value}${right.value}`);
            }
          }
          for (const alone of events.filter((one) => !met.has(one))) {
            if (kind === 'inner' || (kind === 'left' && alone.side === 1)) continue;
            const value = alone.side === 0 ? text(alone.value, null) : text(null, alone.value);
            expected.push(`${alone.key} ${alone.time} ${value}`);
          }
          expect(results(driver).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives of late records what the rules say, record by record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 40 }),
        windows,
        kinds,
        fc.nat(),
        async (events, bounds, kind, seed) => {
          const driver = await runInAllEpochs(
            join(kind, bounds),
            async (test) => {
              // One by one: the order of the events is that of the task's input.
              for (const one of events) {
                script(test, [one]);
                await test.run();
              }
            },
            { seeds: [seed] },
          );
          expect({ results: results(driver), late: driver.counts.late }).toEqual(model(events, bounds, kind));
          const ordered = await runInAllEpochs(join(kind, bounds), (test) => script(test, events), { seeds: [seed] });
          const merged = mergedByTime(events);
          expect({ results: results(ordered), late: ordered.counts.late }).toEqual(model(merged, bounds, kind));
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** Two topics as a task takes them: of both next ones the earlier. */
function mergedByTime(events: readonly Event[]): Event[] {
  const queues = topics.map((_, side) => events.filter((one) => one.side === side));
  const merged: Event[] = [];
  while (queues.some((queue) => queue.length > 0)) {
    const times = queues.map(([next]) => next?.time ?? Number.POSITIVE_INFINITY);
    merged.push((queues[(times[0] as number) <= (times[1] as number) ? 0 : 1] as Event[]).shift() as Event);
  }
  return merged;
}

/** The rules, over a list of everything. */
function model(events: readonly Event[], { before, after: ahead, grace }: JoinWindow, kind: Kind) {
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
