import { describe, expect, it } from 'vitest';
import type { Position, ReadInput } from '../engine.ts';
import type { Record } from '../record/record.ts';
import { record, take, textOf, valuesOf } from '../testing/records.ts';
import { until, within } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

export function readConformance(subject: Subject): void {
  const append = (topic: string, partition: number, value: string, timestamp?: number) =>
    subject.engine.append({
      topic,
      records: [record(null, value, timestamp === undefined ? { partition } : { partition, timestamp })],
    });

  /** Two partitions: a0 b1 a2 b3 a4 b5, named by partition and time. */
  async function interleaved(): Promise<string> {
    const topic = await subject.topic(2);
    for (let time = 0; time < 6; time++) await append(topic, time % 2, `${'ab'[time % 2]}${time}`, 1_000 + time);
    return topic;
  }

  async function read(input: ReadInput, count: number): Promise<(string | null)[]> {
    const reader = subject.engine.read(input);
    const records = await take(reader, count);
    await reader.return?.();
    return records.map(({ value }) => textOf(value)).sort();
  }

  describe('L14 L19: reading', () => {
    const positions: [string, Position | undefined, string[]][] = [
      ['EARLIEST', { edge: 'EARLIEST' }, ['a0', 'a2', 'a4', 'b1', 'b3', 'b5']],
      ['a time: the first of each partition that is as late', { timestamp: 1_003 }, ['a4', 'b3', 'b5']],
      ['a time before all', { timestamp: 0 }, ['a0', 'a2', 'a4', 'b1', 'b3', 'b5']],
      ['a time behind all', { timestamp: 9_999 }, []],
      ['the last three', { last: 3 }, ['a4', 'b3', 'b5']],
      ['the last none', { last: 0 }, []],
      ['the last of more than there are', { last: 100 }, ['a0', 'a2', 'a4', 'b1', 'b3', 'b5']],
      ['LATEST', { edge: 'LATEST' }, []],
      ['nowhere in particular, which is LATEST', undefined, []],
    ];
    it.each(positions)('from %s, then on with what comes', async (_, from, expected) => {
      const topic = await interleaved();
      const reader = subject.engine.read({ topics: [topic], from });
      const before = expected.length > 0 ? await take(reader, expected.length) : [];
      expect(valuesOf(before).sort()).toEqual(expected);
      let comes: Record[] | undefined;
      const reading = take(reader, 1).then((records) => {
        comes = records;
      });
      // LATEST is where the log ends when the reader opens, which nobody tells: so again until it hears.
      await until('what comes', async () => {
        await append(topic, 1, 'new');
        return comes !== undefined;
      });
      await reading;
      expect(new Set(valuesOf(comes ?? []))).toEqual(new Set(['new']));
      await reader.return?.();
    });

    it('from an offset of one partition', async () => {
      const topic = await interleaved();
      expect(await read({ topics: [topic], partitions: [1], from: { offset: 1 } }, 2)).toEqual(['b3', 'b5']);
    });

    it('from offsets by partition; the others from EARLIEST', async () => {
      const topic = await interleaved();
      const from = { offsets: [{ topic, partition: 1, offset: 2 }] };
      expect(await read({ topics: [topic], from }, 4)).toEqual(['a0', 'a2', 'a4', 'b5']);
    });

    it('a time is found by the order of offsets, where times go back and forth', async () => {
      const topic = await subject.topic();
      for (const [i, time] of [50, 10, 70, 20, 90].entries()) await append(topic, 0, String(i), time);
      expect(await read({ topics: [topic], from: { timestamp: 11 } }, 5)).toEqual(['0', '1', '2', '3', '4']);
      expect(await read({ topics: [topic], from: { timestamp: 71 } }, 1)).toEqual(['4']);
      const reader = subject.engine.read({ topics: [topic], from: { timestamp: 60 } });
      expect(valuesOf(await take(reader, 3))).toEqual(['2', '3', '4']);
      await reader.return?.();
    });

    it('a time within a batch', async () => {
      const topic = await subject.topic();
      const records = [100, 300, 200, 400].map((timestamp) => record(null, String(timestamp), { timestamp }));
      await subject.engine.append({ topic, records });
      expect(await read({ topics: [topic], from: { timestamp: 201 } }, 3)).toEqual(['200', '300', '400']);
      expect(await read({ topics: [topic], from: { timestamp: 301 } }, 1)).toEqual(['400']);
    });

    it('several topics and chosen partitions of each', async () => {
      const [one, two] = [await interleaved(), await interleaved()];
      const values = await read({ topics: [one, two, one], partitions: [0, 0], from: { edge: 'EARLIEST' } }, 6);
      expect(values).toEqual(['a0', 'a0', 'a2', 'a2', 'a4', 'a4']);
    });

    it('keeps the order of offsets in each partition, without gaps', async () => {
      const topic = await subject.topic(3);
      const records = Array.from({ length: 3_000 }, (_, i) => record(`k${i}`, String(i)));
      const reader = subject.engine.read({ topics: [topic], from: { edge: 'EARLIEST' }, maxRecords: 70 });
      const reading = take(reader, 3_000);
      for (let at = 0; at < 3_000; at += 100)
        await subject.engine.append({ topic, records: records.slice(at, at + 100) });
      const next = [0, 0, 0];
      for (const { partition, offset } of await reading) {
        expect(offset).toBe(next[partition]);
        next[partition] = offset + 1;
      }
      expect(next.reduce((sum, count) => sum + count)).toBe(3_000);
      await reader.return?.();
    });

    it('gives at most maxRecords at a time', async () => {
      const topic = await subject.topic();
      await subject.engine.append({ topic, records: Array.from({ length: 10 }, (_, i) => record(null, String(i))) });
      const reader = subject.engine.read({ topics: [topic], from: { edge: 'EARLIEST' }, maxRecords: 4 });
      const counts: number[] = [];
      while (counts.reduce((sum, count) => sum + count, 0) < 10)
        counts.push((await within(reader.next(), 'records')).value?.count ?? 0);
      expect(counts).toEqual([4, 4, 2]);
      await reader.return?.();
    });

    it.each([
      ['no topic', { topics: [] }, 'INVALID_INPUT'],
      ['no partition', { partitions: [] }, 'INVALID_INPUT'],
      ['an offset for two partitions', { from: { offset: 0 } }, 'INVALID_POSITION'],
      ['an offset beyond the end', { partitions: [0], from: { offset: 4 } }, 'OFFSET_OUT_OF_RANGE'],
      ['an offset before the start', { partitions: [0], from: { offset: -1 } }, 'OFFSET_OUT_OF_RANGE'],
      [
        'offsets of a topic that is not read',
        { from: { offsets: [{ topic: 'other', partition: 0, offset: 0 }] } },
        'INVALID_POSITION',
      ],
      ['a time that is none', { from: { timestamp: Number.NaN } }, 'INVALID_POSITION'],
      ['the last minus one', { from: { last: -1 } }, 'INVALID_POSITION'],
      ['the last of too many', { from: { last: 10_001 } }, 'INVALID_POSITION'],
      ['no records at a time', { maxRecords: 0 }, 'INVALID_INPUT'],
      ['half a record at a time', { maxRecords: 0.5 }, 'INVALID_INPUT'],
    ] satisfies [string, Partial<ReadInput>, string][])('refuses %s', async (_, input, code) => {
      const topic = await interleaved();
      const reader = subject.engine.read({ topics: [topic], ...input });
      await expect(reader.next()).rejects.toEqual(refusal(code));
    });
  });

  it('reading refuses offsets that name a partition twice', async () => {
    const topic = await interleaved();
    const from = { offsets: [1, 2, 1].map((offset, i) => ({ topic, partition: i % 2, offset })) };
    const refused = refusal('INVALID_POSITION', /Partition 0 of .* twice/);
    await expect(subject.engine.read({ topics: [topic], from }).next()).rejects.toEqual(refused);
    await expect(subject.engine.page({ topic, from, limit: 5 })).rejects.toEqual(refused);
  });

  describe('leaving a reader', () => {
    it('by return() while it waits takes effect at once', async () => {
      const topic = await subject.topic();
      const reader = subject.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } });
      await append(topic, 0, 'v');
      await take(reader, 1);
      const waiting = [reader.next(), reader.next()];
      expect(await reader.return?.()).toEqual({ done: true, value: undefined });
      for (const next of waiting) expect(await within(next, 'the end')).toEqual({ done: true, value: undefined });
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    it('before it was ever asked', async () => {
      const reader = subject.engine.read({ topics: ['nowhere'] });
      expect(await reader.return?.()).toEqual({ done: true, value: undefined });
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    it('while it is being opened', async () => {
      const reader = subject.engine.read({ topics: [await interleaved()], from: { edge: 'EARLIEST' } });
      const first = reader.next();
      await reader.return?.();
      expect(await within(first, 'the end')).toEqual({ done: true, value: undefined });
    });

    it('by its signal ends it without an error', async () => {
      const topic = await subject.topic();
      const abort = new AbortController();
      const reader = subject.engine.read({ topics: [topic], signal: abort.signal, from: { edge: 'EARLIEST' } });
      await append(topic, 0, 'v');
      await take(reader, 1);
      const waiting = reader.next();
      abort.abort();
      expect(await within(waiting, 'the end')).toEqual({ done: true, value: undefined });
      const late = subject.engine.read({ topics: [topic], signal: abort.signal, from: { edge: 'EARLIEST' } });
      expect(await within(late.next(), 'the end')).toEqual({ done: true, value: undefined });
    });

    it('in a for await ends it', async () => {
      const topic = await interleaved();
      const seen: (string | null)[] = [];
      for await (const batch of subject.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } })) {
        seen.push(...valuesOf(batch));
        if (seen.length === 6) break;
      }
      expect(seen.sort()).toEqual(['a0', 'a2', 'a4', 'b1', 'b3', 'b5']);
    });
  });
}
