import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { join, type Kind, results, text } from '../testing/stream-join-model.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { flatMapValues } from './flat-map-values.ts';
import { joinStream } from './join-stream.ts';
import { selectKey } from './select-key.ts';
import { to } from './to.ts';

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

  it('has one stream time of both sides, which records that are skipped move, too', async () => {
    const driver = await runInAllEpochs(join('inner', { before: 5, after: 5, grace: 5 }), async (test) => {
      test.pipe('left', { key: 'a', value: 'A', timestamp: 100 });
      await test.run();
      test.pipe('right', { key: 'b', value: null, timestamp: 116 });
      await test.run();
      // Not there for it any more, though it has come in order: its partner is 16 behind stream time.
      test.pipe('right', { key: 'a', value: 'a', timestamp: 100 });
    });
    expect([results(driver), driver.counts]).toEqual([[], { late: 1, skipped: 1 }]);
  });

  it.each([
    ['inner', 15],
    ['left', 15],
  ] as const)('sends what is late to a topic as it was read, with the reason (%s)', async (kind, waitMs) => {
    const window = { before: 5, after: 5, grace: 5, late: { topic: 'late' } };
    const driver = await runInAllEpochs(join(kind, window), async (test) => {
      test.pipe('left', { key: 'a', value: 'A', timestamp: 100 });
      await test.run();
      test.pipe('right', { key: 'a', value: 'z', timestamp: 50, headers: [{ key: 'h', value: Buffer.from('v') }] });
    });
    expect(driver.counts.late).toBe(1);
    expect(driver.output('late')).toMatchObject([{ key: 'a', value: 'z', timestamp: 50 }]);
    expect(driver.output('late')[0]?.headers).toEqual([
      { key: 'h', value: 'v' },
      { key: 'millrace.late.topic', value: 'right' },
      { key: 'millrace.late.partition', value: '0' },
      { key: 'millrace.late.offset', value: '0' },
      {
        key: 'millrace.late.reason',
        value: `Nothing of that time can be met any more: stream time was 100, and records are kept for ${waitMs} ms.`,
      },
    ]);
    expect(driver.description.subTopologies[0]?.sinkTopics).toContain('late');
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
});
