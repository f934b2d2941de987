import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine, PageInput, RecordPage } from '../engine.ts';
import type { Record } from '../record/record.ts';
import { recordByteSize } from '../record/record-size.ts';
import { record, take, valuesOf } from '../testing/records.ts';
import { refusal, type Subject } from './log-store.ts';

export function pageConformance(subject: Subject): void {
  const page = (topic: string, input: Omit<PageInput, 'topic'>): Promise<RecordPage> =>
    subject.engine.page({ topic, ...input });
  const letters = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `v${from + i}`);

  /** `count` records with rising times over three partitions, in small batches. */
  async function filled(count: number): Promise<string> {
    const topic = await subject.topic(3);
    for (let at = 0; at < count; at += 4) {
      const records = Array.from({ length: Math.min(4, count - at) }, (_, i) =>
        record(null, `v${at + i}`, { partition: ((at + i) * 7) % 3, timestamp: 10_000 + at + i }),
      );
      await subject.engine.append({ topic, records });
    }
    return topic;
  }

  /** All pages, forward from the beginning or backward from the end. */
  async function allPages(
    engine: Engine,
    topic: string,
    forward: boolean,
    more: Partial<PageInput> = {},
  ): Promise<RecordPage[]> {
    const from = forward ? ({ edge: 'EARLIEST' } as const) : undefined;
    const pages = [await engine.page({ topic, limit: 10_000, from, ...more })];
    for (;;) {
      const last = pages.at(-1) as RecordPage;
      const cursor = forward ? (last.atEnd ? null : last.next) : last.previous;
      if (cursor === null) return forward ? pages : pages.reverse();
      pages.push(await engine.page({ topic, limit: 10_000, ...more, from: { cursor } }));
    }
  }
  const recordsOf = (pages: readonly RecordPage[]) => pages.flatMap(({ records }) => records);
  const byteSizeOf = ({ records }: RecordPage) => records.reduce((sum, each) => sum + recordByteSize(each), 0);

  describe('L19: pages', () => {
    it('are the newest where no position is given, ascending', async () => {
      const topic = await filled(25);
      const newest = await page(topic, { limit: 10 });
      expect(valuesOf(newest.records)).toEqual(letters(10, 15));
      expect(newest.atEnd).toBe(true);
    });

    it('go back to the beginning, each record once', async () => {
      const topic = await filled(25);
      let current = await page(topic, { limit: 7 });
      let all = valuesOf(current.records);
      while (current.previous !== null) {
        current = await page(topic, { limit: 7, from: { cursor: current.previous } });
        all = [...valuesOf(current.records), ...all];
      }
      expect(all).toEqual(letters(25));
    });

    it('go forward to the end, each record once, and on from there', async () => {
      const topic = await filled(25);
      let current = await page(topic, { limit: 7, from: { edge: 'EARLIEST' } });
      expect(current.previous).toBeNull();
      const all = valuesOf(current.records);
      while (!current.atEnd) {
        current = await page(topic, { limit: 7, from: { cursor: current.next } });
        all.push(...valuesOf(current.records));
      }
      expect(all).toEqual(letters(25));
      const empty = await page(topic, { limit: 7, from: { cursor: current.next } });
      expect(empty).toMatchObject({ records: [], atEnd: true });
      await subject.engine.append({ topic, records: [record(null, 'later')] });
      const later = await page(topic, { limit: 7, from: { cursor: empty.next } });
      expect(valuesOf(later.records)).toEqual(['later']);
    });

    it('forward and back again is the same page', async () => {
      const topic = await filled(25);
      const first = await page(topic, { limit: 5, from: { edge: 'EARLIEST' } });
      const second = await page(topic, { limit: 5, from: { cursor: first.next } });
      const back = await page(topic, { limit: 5, from: { cursor: second.previous as string } });
      expect(back.records).toEqual(first.records);
      expect(back.starts).toEqual(first.starts);
    });

    it('of chosen partitions stay with them', async () => {
      const topic = await filled(30);
      const first = await page(topic, { limit: 4, partitions: [1], from: { edge: 'EARLIEST' } });
      const second = await page(topic, { limit: 4, from: { cursor: first.next } });
      expect([...first.records, ...second.records].map(({ partition, offset }) => [partition, offset])).toEqual(
        Array.from({ length: 8 }, (_, i) => [1, i]),
      );
    });

    it.each([
      ['an offset', { offset: 3 }, 3],
      ['a time', { timestamp: 10_009 }, 3],
      ['LATEST', { edge: 'LATEST' }, 10],
      ['the last 4', { last: 4 }, 6],
    ] as const)('begin at %s', async (_, from, first) => {
      const topic = await subject.topic();
      const records = Array.from({ length: 10 }, (_, i) => record(null, `v${i}`, { timestamp: 10_000 + i * 3 }));
      await subject.engine.append({ topic, records });
      expect(valuesOf((await page(topic, { limit: 100, partitions: [0], from })).records)).toEqual(
        letters(10 - first, first),
      );
    });

    it('keep the order of offsets where times go back', async () => {
      const topic = await subject.topic();
      const records = [5, 1, 9, 2].map((timestamp, i) => record(null, `v${i}`, { timestamp }));
      await subject.engine.append({ topic, records });
      expect(valuesOf((await page(topic, { limit: 10 })).records)).toEqual(letters(4));
      expect(valuesOf((await page(topic, { limit: 2 })).records)).toEqual(letters(2, 2));
    });

    it('step over what was deleted since their cursor', async () => {
      const topic = await subject.topic();
      await subject.engine.append({ topic, records: letters(10).map((value) => record(null, value)) });
      const first = await page(topic, { limit: 3, from: { edge: 'EARLIEST' } });
      await subject.engine.topics.deleteRecords({ topic, partitions: [{ partition: 0, before: 6 }] });
      const second = await page(topic, { limit: 3, from: { cursor: first.next } });
      expect(valuesOf(second.records)).toEqual(letters(3, 6));
      expect(second.previous).toBeNull();
    });

    it('of an empty topic are empty', async () => {
      const topic = await subject.topic(2);
      expect(await page(topic, { limit: 10 })).toMatchObject({
        records: [],
        previous: null,
        atEnd: true,
        starts: [0, 0],
      });
    });

    it('that would hold more than maxPageBytes are shorter, and all of them hold each record once, either way', async () => {
      const maxPageBytes = 1_000;
      const node = await subject.store.node({ maxPageBytes });
      const topic = await subject.topic(3);
      const sizes = fc.array(fc.oneof(fc.nat(40), fc.nat(400), fc.constant(1_500)), { minLength: 80, maxLength: 80 });
      const times = fc.array(fc.nat(60), { minLength: 80, maxLength: 80 });
      const [size, time] = [
        fc.sample(sizes, { numRuns: 1, seed: 5 })[0] ?? [],
        fc.sample(times, { numRuns: 1, seed: 6 })[0] ?? [],
      ];
      for (let at = 0; at < 80; at += 8) {
        const records = Array.from({ length: 8 }, (_, i) =>
          record(i % 3 === 0 ? 'key' : null, `${at + i} `.padEnd(size[at + i] as number, '.'), {
            partition: ((at + i) * 5) % 3,
            timestamp: 10_000 + (time[at + i] as number),
            headers: i % 4 === 0 ? [{ key: 'name', value: Buffer.alloc(20) }] : [],
          }),
        );
        await subject.engine.append({ topic, records });
      }
      const whole = await page(topic, { limit: 10_000, from: { edge: 'EARLIEST' } });
      expect(whole.records).toHaveLength(80);
      for (const forward of [true, false]) {
        for (const limit of [10_000, 7, 1]) {
          const pages = await allPages(node, topic, forward, { limit });
          const all = recordsOf(pages);
          for (const partition of [0, 1, 2]) {
            const of = (records: readonly Record[]) => records.filter((each) => each.partition === partition);
            expect(of(all)).toEqual(of(whole.records));
          }
          for (const [i, each] of pages.entries()) {
            const { length } = each.records;
            expect(length).toBeGreaterThan(0);
            expect(length === 1 || byteSizeOf(each) <= maxPageBytes).toBe(true);
            // No shorter than it has to be: the record that comes next would have been too much.
            const next = forward ? pages[i + 1]?.records[0] : pages[i - 1]?.records.at(-1);
            if (next && length < limit) expect(byteSizeOf(each) + recordByteSize(next)).toBeGreaterThan(maxPageBytes);
          }
        }
      }
      await node.close();
    });

    it.each([
      ['EARLIEST', { edge: 'EARLIEST' }, 0],
      ['an offset', { offset: 7 }, 7],
      ['a time', { timestamp: 10_005 }, 5],
    ] as const)('from %s end at maxPageBytes, and go on behind it', async (_, from, first) => {
      const node = await subject.store.node({ maxPageBytes: 300 });
      const topic = await subject.topic();
      const records = letters(12).map((value, i) => record(null, value.padEnd(100), { timestamp: 10_000 + i }));
      await subject.engine.append({ topic, records });
      const one = await node.page({ topic, limit: 10, partitions: [0], from });
      expect(one).toMatchObject({ atEnd: false, starts: [first] });
      expect(one.records.map(({ offset }) => offset)).toEqual([first, first + 1, first + 2]);
      const next = await node.page({ topic, limit: 10, from: { cursor: one.next } });
      expect(next.records[0]?.offset).toBe(first + 3);
      await node.close();
    });

    it('of the newest end at maxPageBytes with the newest, and have those before it behind `previous`', async () => {
      const node = await subject.store.node({ maxPageBytes: 300 });
      const topic = await subject.topic();
      await subject.engine.append({ topic, records: letters(12).map((value) => record(null, value.padEnd(100))) });
      for (const from of [undefined, { last: 8 }]) {
        const newest = await node.page({ topic, limit: 10, from });
        expect(newest).toMatchObject({ atEnd: true, starts: [9] });
        expect(newest.records.map(({ offset }) => offset)).toEqual([9, 10, 11]);
        const older = await node.page({ topic, limit: 10, from: { cursor: newest.previous as string } });
        expect(older.records.map(({ offset }) => offset)).toEqual([6, 7, 8]);
      }
      // Where a reader begins has no bytes.
      const reader = node.read({ topics: [topic], from: { last: 8 } });
      expect((await take(reader, 8))[0]?.offset).toBe(4);
      await reader.return?.();
      await node.close();
    });

    it.each([0, -1, 1.5, Number.NaN, 10_001])('refuse the limit %s', async (limit) => {
      await expect(page(await subject.topic(), { limit })).rejects.toEqual(refusal('INVALID_INPUT', /1 to 10000/));
    });

    it('refuse to be of no partition', async () => {
      const topic = await subject.topic(2);
      for (const from of [undefined, { edge: 'EARLIEST' }, { offsets: [] }] as const) {
        await expect(subject.engine.page({ topic, partitions: [], from, limit: 5 })).rejects.toEqual(
          refusal('INVALID_INPUT', /at least one partition/),
        );
      }
    });

    it('refuse a cursor beside partitions that it is not of, and take one beside its own', async () => {
      const topic = await filled(9);
      const of = async (partitions: number[]) =>
        page(topic, { limit: 1, partitions, from: { edge: 'EARLIEST' } }).then(({ next }) => ({ cursor: next }));
      const refused = refusal('INVALID_POSITION', /leave partitions out/);
      const cursor = await of([2, 1]);
      for (const partitions of [[], [1], [0, 1], [0, 1, 2], [7]]) {
        await expect(page(topic, { limit: 1, partitions, from: cursor })).rejects.toEqual(refused);
      }
      const read = await page(topic, { limit: 2, partitions: [1, 2, 1], from: cursor });
      expect(read.records).toEqual((await page(topic, { limit: 2, from: cursor })).records);
      expect(read.records).toHaveLength(2);
    });

    it('refuse a cursor of another topic, or of one that was there before', async () => {
      const topic = await filled(3);
      const { next } = await page(topic, { limit: 1 });
      const wrong = refusal('INVALID_POSITION', /not a cursor of topic/);
      await expect(page(await subject.topic(), { limit: 1, from: { cursor: next } })).rejects.toEqual(wrong);
      await subject.engine.topics.delete(topic);
      await subject.engine.topics.create({ name: topic, partitionCount: 3 });
      await expect(page(topic, { limit: 1, from: { cursor: next } })).rejects.toEqual(wrong);
    });
  });
}
