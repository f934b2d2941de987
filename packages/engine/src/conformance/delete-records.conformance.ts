import { describe, expect, it } from 'vitest';
import { record, take, valuesOf } from '../testing/records.ts';
import { until, within } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

export function deleteRecordsConformance(subject: Subject): void {
  async function filled(): Promise<string> {
    const topic = await subject.topic(2);
    for (let i = 0; i < 10; i++) {
      await subject.engine.append({
        topic,
        records: [0, 1].map((partition) => record(null, String(i), { partition })),
      });
    }
    return topic;
  }
  const deleteBefore = (topic: string, before?: number) =>
    subject.engine.topics.deleteRecords({ topic, partitions: [{ partition: 0, before }] });

  describe('L13: deleting records', () => {
    it('moves the start of the partition, of no other', async () => {
      const topic = await filled();
      expect(await deleteBefore(topic, 4)).toMatchObject([{ topic, partition: 0, logStartOffset: 4, endOffset: 10 }]);
      expect(await subject.engine.topics.bounds(topic)).toMatchObject([{ logStartOffset: 4 }, { logStartOffset: 0 }]);
      expect(valuesOf(await subject.engine.fetch({ topic, partition: 0, offset: 4, maxRecords: 2 }))).toEqual([
        '4',
        '5',
      ]);
      const before = subject.engine.fetch({ topic, partition: 0, offset: 3 });
      await expect(before).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE', /holds 4 up to 10/));
    });

    it('is what EARLIEST, times and pages begin at', async () => {
      const topic = await filled();
      await deleteBefore(topic, 8);
      for (const from of [{ edge: 'EARLIEST' }, { timestamp: 0 }, { last: 10_000 }] as const) {
        const reader = subject.engine.read({ topics: [topic], partitions: [0], from });
        expect(valuesOf(await take(reader, 2))).toEqual(['8', '9']);
        await reader.return?.();
      }
      expect(valuesOf((await subject.engine.page({ topic, partitions: [0], limit: 50 })).records)).toEqual(['8', '9']);
    });

    it('in the middle of a batch hides its beginning', async () => {
      const topic = await subject.topic();
      await subject.engine.append({ topic, records: [...'abcde'].map((value) => record(null, value)) });
      await deleteBefore(topic, 3);
      expect(valuesOf((await subject.engine.page({ topic, limit: 50 })).records)).toEqual(['d', 'e']);
      expect(valuesOf(await subject.engine.fetch({ topic, partition: 0, offset: 3 }))).toEqual(['d', 'e']);
    });

    it('never moves back', async () => {
      const topic = await filled();
      await deleteBefore(topic, 6);
      expect(await deleteBefore(topic, 2)).toMatchObject([{ logStartOffset: 6 }]);
    });

    it('without `before` deletes all there is; offsets go on', async () => {
      const topic = await filled();
      expect(await deleteBefore(topic)).toMatchObject([{ logStartOffset: 10, endOffset: 10 }]);
      expect((await subject.engine.fetch({ topic, partition: 0, offset: 10 })).count).toBe(0);
      const { batches } = await subject.engine.append({ topic, records: [record(null, 'next', { partition: 0 })] });
      expect(batches).toMatchObject([{ baseOffset: 10 }]);
    });

    it.each([11, -1, 0.5, Number.NaN])('refuses `before` %s', async (before) => {
      const topic = await filled();
      await expect(deleteBefore(topic, before)).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE', /ends at 10/));
    });

    it('refuses a partition that is not there and moves none', async () => {
      const topic = await filled();
      const partitions = [{ partition: 0, before: 5 }, { partition: 2 }];
      const call = subject.engine.topics.deleteRecords({ topic, partitions });
      await expect(call).rejects.toEqual(refusal('PARTITION_NOT_FOUND'));
      expect(await subject.engine.topics.bounds(topic, [0])).toMatchObject([{ logStartOffset: 0 }]);
    });

    it('refuses a partition that is named twice and moves none', async () => {
      const topic = await filled();
      const partitions = [
        { partition: 1, before: 2 },
        { partition: 0, before: 1 },
        { partition: 0, before: 4 },
      ];
      const call = subject.engine.topics.deleteRecords({ topic, partitions });
      await expect(call).rejects.toEqual(refusal('INVALID_INPUT', /Partition 0 of .* twice/));
      expect(await subject.engine.topics.bounds(topic)).toMatchObject([{ logStartOffset: 0 }, { logStartOffset: 0 }]);
    });

    it('refuses a list of no partitions', async () => {
      const call = subject.engine.topics.deleteRecords({ topic: await filled(), partitions: [] });
      await expect(call).rejects.toEqual(refusal('INVALID_INPUT', /at least one partition/));
    });

    it('ends a reader that stands before the new start, which says where to go on', async () => {
      const topic = await filled();
      const reader = subject.engine.read({ topics: [topic], partitions: [0], from: { offset: 0 }, maxRecords: 1 });
      expect(valuesOf(await take(reader, 1))).toEqual(['0']);
      await deleteBefore(topic, 9);
      // What it had read already it may still give.
      const ended = await until('the reader to end', async () => {
        const next = await within(
          reader.next().catch((error: unknown) => ({ error })),
          'records or an error',
        );
        return 'error' in next || next.done || (next.value.offset(0) === 9 && next) ? next : undefined;
      });
      if ('error' in ended) expect(ended.error).toEqual(refusal('OFFSET_OUT_OF_RANGE', /starts at 9/));
      else expect(ended.value?.offset(0)).toBe(9);
      await reader.return?.();
    });
  });
}
