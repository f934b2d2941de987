import { describe, expect, it } from 'vitest';
import type { AppendResult } from '../engine.ts';
import { partitionOfKey } from '../record/partitioner.ts';
import { record, valuesOf } from '../testing/records.ts';
import { within } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

export function appendConformance(subject: Subject): void {
  const append = (topic: string, ...records: ReturnType<typeof record>[]) => subject.engine.append({ topic, records });
  const all = async (topic: string, partition = 0) =>
    valuesOf(await subject.engine.fetch({ topic, partition, offset: 0, maxRecords: 10_000 }));

  describe('appending', () => {
    it('L1: gives offsets from 0, without gaps, in the order of calls', async () => {
      const topic = await subject.topic();
      const first = await append(topic, record('a', '1'), record('b', '2'));
      const second = await append(topic, record('c', '3'));
      expect(first).toMatchObject({ topic, count: 2, batches: [{ partition: 0, baseOffset: 0, count: 2 }] });
      expect(second.batches).toMatchObject([{ partition: 0, baseOffset: 2, count: 1 }]);
      expect([first.offset(0), first.offset(1), second.offset(0)]).toEqual([0, 1, 2]);
      expect(Math.abs((first.batches[0]?.appendTime ?? 0) - Date.now())).toBeLessThan(60_000);
      expect(await all(topic)).toEqual(['1', '2', '3']);
    });

    it('says of each record where it went', async () => {
      const topic = await subject.topic(5);
      const records = Array.from({ length: 100 }, (_, i) => record(`key ${i}`, String(i)));
      const result = await append(topic, ...records);
      expect(result.batches.map(({ partition }) => partition)).toEqual([0, 1, 2, 3, 4]);
      expect(result.batches.reduce((sum, { count }) => sum + count, 0)).toBe(100);
      for (const [i, { key }] of records.entries()) {
        const partition = partitionOfKey(key as Uint8Array, 5);
        expect(result.partition(i)).toBe(partition);
        const batch = await subject.engine.fetch({ topic, partition, offset: result.offset(i), maxRecords: 1 });
        expect(valuesOf(batch)).toEqual([String(i)]);
      }
    });

    it('goes to the partition that is named, whatever the key', async () => {
      const topic = await subject.topic(3);
      const result = await append(topic, ...[2, 0, 2].map((partition) => record('same', 'v', { partition })));
      expect([0, 1, 2].map((i) => [result.partition(i), result.offset(i)])).toEqual([
        [2, 0],
        [0, 0],
        [2, 1],
      ]);
    });

    it('stays with one partition for a while without a key, and reaches all', async () => {
      const topic = await subject.topic(3);
      const value = 'x'.repeat(1024);
      const result = await append(topic, ...Array.from({ length: 48 }, () => record(null, value)));
      const runs = Array.from({ length: 48 }, (_, i) => result.partition(i)).filter(
        (partition, i, list) => partition !== list[i - 1],
      );
      expect(runs).toHaveLength(3);
      expect(new Set(runs)).toEqual(new Set([0, 1, 2]));
    });

    it('L1 L4: of many at once gives each its own offsets, in the order they were made', async () => {
      const topic = await subject.topic();
      const results = await Promise.all(
        Array.from({ length: 300 }, (_, i) =>
          append(topic, ...Array.from({ length: (i % 3) + 1 }, () => record(null, `${i}`))),
        ),
      );
      let next = 0;
      for (const result of results) {
        expect(result.offset(0)).toBe(next);
        next += result.count;
      }
      const expected = results.flatMap((result, i) => Array.from({ length: result.count }, () => String(i)));
      expect(await all(topic)).toEqual(expected);
    });

    it('L2 L14: of more than one batch holds has contiguous offsets, and finds each record at its own', async () => {
      const topic = await subject.topic(1, { maxMessageBytes: 3_000_000 });
      const sizes = [600_000, 600_000, 10, 2_500_000, 10, 600_000];
      const result = await append(topic, ...sizes.map((size, i) => ({ key: null, value: Buffer.alloc(size, i) })));
      expect(result.batches).toMatchObject([{ partition: 0, baseOffset: 0, count: sizes.length }]);
      for (const [i, size] of sizes.entries()) {
        expect(result.offset(i)).toBe(i);
        const batch = await subject.engine.fetch({ topic, partition: 0, offset: i, maxRecords: 1 });
        expect(Buffer.alloc(size, i).equals(batch.value(0) as Uint8Array)).toBe(true);
      }
    });

    it('L2: is all or nothing: a wrong record leaves none of its call', async () => {
      const topic = await subject.topic(2);
      const wrong = append(topic, record('a', '1', { partition: 0 }), record('b', '2', { partition: 2 }));
      await expect(wrong).rejects.toEqual(refusal('PARTITION_NOT_FOUND', /0 to 1/));
      expect((await subject.engine.topics.bounds(topic)).map(({ endOffset }) => endOffset)).toEqual([0, 0]);
    });

    it('does not harm calls that wait with a refused one', async () => {
      const topic = await subject.topic();
      const results = await Promise.allSettled([
        append(topic, record(null, 'good')),
        append(topic, record(null, 'bad', { partition: 9 })),
        append(topic, record(null, 'good too')),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await all(topic)).toEqual(['good', 'good too']);
    });
  });

  describe('taking a call back', () => {
    it('before it is made rejects with the reason and appends nothing', async () => {
      const topic = await subject.topic();
      const reason = new Error('no longer wanted');
      const call = subject.engine.append(
        { topic, records: [record(null, 'v')] },
        { signal: AbortSignal.abort(reason) },
      );
      await expect(call).rejects.toBe(reason);
      expect(await all(topic)).toEqual([]);
    });

    it('while it waits rejects with the reason and appends nothing of it', async () => {
      const topic = await subject.topic();
      const abort = new AbortController();
      const calls = ['first', 'taken back', 'last'].map((value) =>
        subject.engine.append(
          { topic, records: [record(null, value)] },
          value === 'taken back' ? { signal: abort.signal } : {},
        ),
      );
      abort.abort(new Error('changed my mind'));
      await expect(calls[1]).rejects.toThrow('changed my mind');
      const [first, last] = (await Promise.all([calls[0], calls[2]])) as [AppendResult, AppendResult];
      expect([first.offset(0), last.offset(0)]).toEqual([0, 1]);
      expect(await all(topic)).toEqual(['first', 'last']);
    });

    it('while its topic is being looked up rejects and appends nothing', async () => {
      const node = await subject.store.node();
      const topic = await subject.topic();
      const abort = new AbortController();
      const call = node.append({ topic, records: [record(null, 'v')] }, { signal: abort.signal });
      abort.abort(new Error('too slow'));
      await expect(call).rejects.toThrow('too slow');
      await node.close();
      expect(await all(topic)).toEqual([]);
    });

    it('after it was acknowledged changes nothing', async () => {
      const topic = await subject.topic();
      const abort = new AbortController();
      const result = await subject.engine.append({ topic, records: [record(null, 'v')] }, { signal: abort.signal });
      abort.abort();
      expect(result.offset(0)).toBe(0);
      expect(await all(topic)).toEqual(['v']);
    });

    it('at any moment leaves it whole or not at all, as its promise says', async () => {
      const topic = await subject.topic();
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, async (_, i) => {
          const abort = new AbortController();
          const call = subject.engine.append(
            { topic, records: [record(null, `${i}`), record(null, `${i}`)] },
            { signal: abort.signal },
          );
          for (let turn = 0; turn < i % 30; turn++) await new Promise(setImmediate);
          abort.abort(new Error('aborted'));
          return call.then(
            () => [String(i), String(i)],
            () => [],
          );
        }),
      );
      expect((await within(all(topic), 'the records')).sort()).toEqual(outcomes.flat().sort());
    });
  });
}
