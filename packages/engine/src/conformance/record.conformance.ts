import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordToAppend } from '../record/record.ts';
import { recordsArbitrary } from '../testing/arbitraries.ts';
import { record, take } from '../testing/records.ts';
import type { Subject } from './log-store.ts';

const bytes = (value: Uint8Array | null) => value && Buffer.from(value);

/** A record as it must come back. */
function asRead(topic: string, offset: number, item: RecordToAppend, timestamp: number) {
  return {
    topic,
    partition: 0,
    offset,
    timestamp,
    key: bytes(item.key),
    value: bytes(item.value),
    headers: (item.headers ?? []).map(({ key, value }) => ({ key, value: bytes(value) })),
  };
}

export function recordConformance(subject: Subject): void {
  describe('records', () => {
    it('come back as they were: null, empty, repeated and unordered', async () => {
      const topic = await subject.topic();
      let end = 0;
      await fc.assert(
        fc.asyncProperty(recordsArbitrary, async (records) => {
          const result = await subject.engine.append({ topic, records });
          expect(result.offset(0)).toBe(end);
          const read = await subject.engine.fetch({ topic, partition: 0, offset: end, maxRecords: records.length });
          const expected = records.map((item, i) => asRead(topic, end + i, item, item.timestamp));
          expect([...read]).toEqual(expected);
          expect(records.map((_, i) => result.timestamp(i))).toEqual(records.map(({ timestamp }) => timestamp));
          end += records.length;
        }),
        { numRuns: 40 },
      );
    });

    it('come from the tail as they come from the log', async () => {
      const topic = await subject.topic();
      const reader = subject.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } });
      const waiting = reader.next();
      const records = fc.sample(recordsArbitrary, { numRuns: 30, seed: 7 });
      await Promise.all(records.map((each) => subject.engine.append({ topic, records: each })));
      const first = await waiting;
      const count = records.flat().length - (first.value?.count ?? 0);
      const tailed = [...(first.value ?? []), ...(await take(reader, count))];
      await reader.return?.();
      const read = await subject.engine.fetch({ topic, partition: 0, offset: 0, maxRecords: 10_000 });
      expect([...read]).toEqual(tailed);
    });

    it('keep an empty key apart from none, and an empty value apart from a tombstone', async () => {
      const topic = await subject.topic();
      const records = [record('', ''), record(null, ''), record('', null), record(null, null)];
      await subject.engine.append({ topic, records });
      const batch = await subject.engine.fetch({ topic, partition: 0, offset: 0 });
      expect(records.map((_, i) => [batch.keyText(i), batch.valueText(i), batch.isTombstone(i)])).toEqual([
        ['', '', false],
        [null, '', false],
        ['', null, true],
        [null, null, true],
      ]);
    });

    it('keep headers of one name in their order, with null and empty values', async () => {
      const topic = await subject.topic();
      const headers = [
        { key: 'a', value: Buffer.from('1') },
        { key: 'a', value: Buffer.from('1') },
        { key: '', value: null },
        { key: 'a', value: Buffer.alloc(0) },
      ];
      await subject.engine.append({
        topic,
        records: [record(null, 'x'), record(null, 'y', { headers }), record(null, 'z')],
      });
      const batch = await subject.engine.fetch({ topic, partition: 0, offset: 0 });
      expect([0, 1, 2].map((i) => batch.headers(i))).toEqual([[], headers, []]);
    });

    it('get the time of the call where they have none', async () => {
      const topic = await subject.topic();
      const before = Date.now();
      const result = await subject.engine.append({
        topic,
        records: [record(null, 'a'), record(null, 'b', { timestamp: 5 })],
      });
      // Records that arrive within a few milliseconds share a time.
      expect(result.timestamp(0)).toBeGreaterThanOrEqual(before - 10);
      expect(result.timestamp(0)).toBeLessThanOrEqual(Date.now() + 1);
      const batch = await subject.engine.fetch({ topic, partition: 0, offset: 0 });
      expect([batch.timestamp(0), batch.timestamp(1)]).toEqual([result.timestamp(0), 5]);
    });

    it('get the time of the append under LOG_APPEND_TIME, the same wherever they are seen', async () => {
      const topic = await subject.topic(1, { messageTimestampType: 'LOG_APPEND_TIME' });
      const reader = subject.engine.read({ topics: [topic], from: { edge: 'EARLIEST' } });
      const waiting = reader.next();
      // More than one batch row.
      const records = Array.from({ length: 12 }, (_, i) => ({ key: null, value: Buffer.alloc(400_000), timestamp: i }));
      const result = await subject.engine.append({ topic, records });
      const appended = records.map((_, i) => result.timestamp(i));
      expect(Math.min(...appended)).toBeGreaterThan(1_700_000_000_000);
      const first = await waiting;
      const tailed = [...(first.value ?? []), ...(await take(reader, 12 - (first.value?.count ?? 0)))];
      await reader.return?.();
      const stored: number[] = [];
      while (stored.length < 12) {
        const batch = await subject.engine.fetch({ topic, partition: 0, offset: stored.length });
        stored.push(...[...batch].map(({ timestamp }) => timestamp));
      }
      expect(tailed.map(({ timestamp }) => timestamp)).toEqual(stored);
      expect(appended).toEqual(stored);
    });
  });
}
