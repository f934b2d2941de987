import { describe, expect, it } from 'vitest';
import { record, valuesOf } from '../testing/records.ts';
import { refusal, type Subject } from './log-store.ts';

export function fetchConformance(subject: Subject): void {
  /** A partition of ten batches of five records; values are the offsets. */
  async function filled(): Promise<string> {
    const topic = await subject.topic();
    for (let batch = 0; batch < 10; batch++) {
      const records = Array.from({ length: 5 }, (_, i) => record('k', String(batch * 5 + i)));
      await subject.engine.append({ topic, records });
    }
    return topic;
  }
  const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

  describe('L19: fetching', () => {
    it('begins at the offset, in the middle of a batch too', async () => {
      const topic = await filled();
      for (const offset of [0, 1, 4, 5, 7, 49]) {
        const batch = await subject.engine.fetch({ topic, partition: 0, offset });
        expect(valuesOf(batch)).toEqual(numbers(offset, 50));
        expect(batch).toMatchObject({ topic, partition: 0, nextOffset: 50, highWatermark: 50, logEpoch: 0 });
      }
    });

    it('gives at most maxRecords, and where to go on', async () => {
      const topic = await filled();
      for (const maxRecords of [1, 4, 5, 6, 13, 50, 1_000]) {
        let offset = 0;
        const seen: (string | null)[] = [];
        while (offset < 50) {
          const batch = await subject.engine.fetch({ topic, partition: 0, offset, maxRecords });
          expect(batch.count).toBe(Math.min(maxRecords, 50 - offset));
          expect(batch.nextOffset).toBe(offset + batch.count);
          expect(batch.highWatermark).toBe(50);
          seen.push(...valuesOf(batch));
          offset = batch.nextOffset;
        }
        expect(seen).toEqual(numbers(0, 50));
      }
    });

    it('stops at maxBytes, but gives one batch at least', async () => {
      const topic = await subject.topic();
      for (let i = 0; i < 6; i++) await subject.engine.append({ topic, records: [record(null, 'x'.repeat(1_000))] });
      const fetch = (maxBytes: number) => subject.engine.fetch({ topic, partition: 0, offset: 1, maxBytes });
      expect((await fetch(0)).count).toBe(1);
      expect((await fetch(1)).count).toBe(1);
      expect((await fetch(2_500)).count).toBe(2);
      expect((await fetch(1_000_000)).count).toBe(5);
    });

    it('at the end gives nothing and does not wait', async () => {
      const topic = await filled();
      const batch = await subject.engine.fetch({ topic, partition: 0, offset: 50 });
      expect(batch).toMatchObject({ count: 0, nextOffset: 50, highWatermark: 50, byteSize: 0 });
      expect([...batch]).toEqual([]);
    });

    it.each([-1, 51, 1.5, Number.NaN, 2 ** 60])('at offset %s: OFFSET_OUT_OF_RANGE', async (offset) => {
      const topic = await filled();
      const fetch = subject.engine.fetch({ topic, partition: 0, offset });
      await expect(fetch).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE', /holds 0 up to 50/));
      await expect(fetch).rejects.toMatchObject({ details: { partition: 0, logStartOffset: 0, endOffset: 50 } });
    });

    it.each([
      ['maxRecords', 0],
      ['maxRecords', -1],
      ['maxRecords', Number.NaN],
      ['maxRecords', 1.5],
      ['maxBytes', -1],
      ['maxBytes', Number.NaN],
    ])('with %s %s: INVALID_INPUT', async (name, value) => {
      const topic = await filled();
      const fetch = subject.engine.fetch({ topic, partition: 0, offset: 0, [name]: value });
      await expect(fetch).rejects.toEqual(refusal('INVALID_INPUT', new RegExp(name)));
    });

    it('sees on every node what was acknowledged on any', async () => {
      const other = await subject.store.node();
      const topic = await subject.topic();
      for (let i = 0; i < 20; i++) {
        const [writer, reader] = i % 2 ? [subject.engine, other] : [other, subject.engine];
        const result = await writer.append({ topic, records: [record(null, String(i))] });
        expect(result.offset(0)).toBe(i);
        expect(valuesOf(await reader.fetch({ topic, partition: 0, offset: i }))).toEqual([String(i)]);
        expect((await reader.topics.bounds(topic))[0]?.endOffset).toBe(i + 1);
      }
      await other.close();
    });
  });
}
