import { describe, expect, it } from 'vitest';
import type { RecordToAppend } from '../record/record.ts';
import { record, valuesOf } from '../testing/records.ts';
import { until } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

const sized = (size: number): RecordToAppend => ({ key: null, value: Buffer.alloc(size) });

export function limitsConformance(subject: Subject): void {
  const append = (topic: string, ...records: RecordToAppend[]) => subject.engine.append({ topic, records });
  const nothingIn = async (topic: string) =>
    expect((await subject.engine.topics.bounds(topic)).every(({ endOffset }) => endOffset === 0)).toBe(true);

  describe('L8: limits', () => {
    it('no records: INVALID_INPUT', async () => {
      await expect(append(await subject.topic())).rejects.toEqual(refusal('INVALID_INPUT', /at least one/));
    });

    it('10,001 records: TOO_MANY_RECORDS', async () => {
      const topic = await subject.topic();
      await append(topic, ...new Array<RecordToAppend>(10_000).fill(record(null, null)));
      const call = append(topic, ...new Array<RecordToAppend>(10_001).fill(record(null, null)));
      await expect(call).rejects.toEqual(refusal('TOO_MANY_RECORDS', /at most 10000/));
    });

    it('a record beyond maxMessageBytes: RECORD_TOO_LARGE, with its index', async () => {
      const topic = await subject.topic(1, { maxMessageBytes: 100 });
      const headers = [{ key: 'name', value: Buffer.alloc(6) }];
      const exactly = { key: Buffer.alloc(10), value: Buffer.alloc(80), headers };
      await append(topic, exactly);
      const larger = { ...exactly, value: Buffer.alloc(81) };
      const refused = append(topic, exactly, larger);
      await expect(refused).rejects.toEqual(refusal('RECORD_TOO_LARGE', /Record 1 holds 101 bytes.*maxMessageBytes/));
      await expect(refused).rejects.toMatchObject({ details: { index: 1, byteSize: 101, maxMessageBytes: 100 } });
      expect((await subject.engine.topics.bounds(topic))[0]?.endOffset).toBe(1);
    });

    it('all records of a call that are refused are named, each for its own reason, up to 100', async () => {
      const topic = await subject.topic(1, { maxMessageBytes: 100 });
      const large = record(null, 'x'.repeat(101));
      const refused = append(
        topic,
        record(null, 'a'),
        large,
        record(null, 'b', { timestamp: -1 }),
        record(null, 'c', { partition: 1 }),
      );
      await expect(refused).rejects.toMatchObject({
        code: 'RECORD_TOO_LARGE',
        details: {
          index: 1,
          records: [
            { index: 1, code: 'RECORD_TOO_LARGE', message: expect.stringMatching(/^Record 1 holds 101/) },
            { index: 2, code: 'INVALID_RECORD', message: expect.stringMatching(/^Record 2 .*timestamp/) },
            { index: 3, code: 'PARTITION_NOT_FOUND', message: expect.stringMatching(/^Record 3/) },
          ],
        },
      });
      const many = append(topic, ...Array.from({ length: 1_000 }, () => large));
      await expect(many).rejects.toMatchObject({ details: { records: { length: 100 } } });
      await nothingIn(topic);
    });

    it('header names are counted in the bytes they take', async () => {
      const topic = await subject.topic(1, { maxMessageBytes: 8 });
      const named = (key: string) => record(null, '', { headers: [{ key, value: null }] });
      await append(topic, named('eeeeeeee'));
      await expect(append(topic, named('€€€'))).rejects.toEqual(refusal('RECORD_TOO_LARGE', /9 bytes/));
    });

    it('a call beyond maxCallBytes: CALL_TOO_LARGE, also of one record', async () => {
      const node = await subject.store.node({ maxCallBytes: 1_000 });
      const topic = await subject.topic();
      await node.append({ topic, records: [sized(500), sized(500)] });
      const refused = refusal('CALL_TOO_LARGE', /at most 1000/);
      await expect(node.append({ topic, records: [sized(500), sized(501)] })).rejects.toEqual(refused);
      await expect(node.append({ topic, records: [sized(1_001)] })).rejects.toEqual(refused);
      await node.close();
    });

    it('a full queue: QUEUE_FULL, which may be tried again, and what was taken is appended', async () => {
      const node = await subject.store.node({ maxLaneQueueBytes: 10_000, appendLanes: 1 });
      const topic = await subject.topic();
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, () => node.append({ topic, records: [sized(1_000)] })),
      );
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused.length).toBeGreaterThanOrEqual(20);
      for (const { reason } of refused) {
        expect(reason).toEqual(refusal('QUEUE_FULL'));
        expect(reason).toMatchObject({ retriable: true });
      }
      const taken = 30 - refused.length;
      expect((await node.topics.bounds(topic))[0]?.endOffset).toBe(taken);
      await node.append({ topic, records: [sized(1_000)] });
      await node.close();
    });

    it('a call larger than the queue is taken when nothing waits', async () => {
      const node = await subject.store.node({ maxLaneQueueBytes: 1_000 });
      const topic = await subject.topic();
      await node.append({ topic, records: [sized(50_000)] });
      await node.close();
    });

    it('records without bytes fill the queue too', async () => {
      const node = await subject.store.node({ maxLaneQueueBytes: 100_000, appendLanes: 1 });
      const topic = await subject.topic();
      const records = new Array<RecordToAppend>(1_000).fill(record(null, null, { partition: 0 }));
      const results = await Promise.allSettled(Array.from({ length: 200 }, () => node.append({ topic, records })));
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused.length).toBeGreaterThan(0);
      for (const { reason } of refused) expect(reason).toEqual(refusal('QUEUE_FULL'));
      await node.close();
    });

    it('calls of a producer that wait for one before them: QUEUE_FULL beyond so many bytes, and those taken are appended', async () => {
      const node = await subject.store.node({ maxLaneQueueBytes: 10_000, sequenceWaitMs: 60_000 });
      const topic = await subject.topic();
      const producer = await subject.engine.initProducer();
      const call = (sequence: number) => ({
        topic,
        records: [record(null, `${sequence}`.padEnd(1_000))],
        producer: { ...producer, sequence },
      });
      const refused: unknown[] = [];
      const taken: Promise<unknown>[] = [];
      for (let sequence = 1; sequence <= 30; sequence++) {
        const appended = node.append(call(sequence));
        taken.push(appended.catch((reason: unknown) => refused.push(reason)));
      }
      await until('those beyond to be refused', () => refused.length >= 20);
      for (const reason of refused) {
        expect(reason).toEqual(refusal('QUEUE_FULL', /producers wait/));
        expect(reason).toMatchObject({ retriable: true });
      }
      const count = 30 - refused.length;
      expect(count).toBeGreaterThan(0);
      await subject.engine.append(call(0));
      await Promise.all(taken);
      expect(refused).toHaveLength(30 - count);
      // What was refused is taken when it is sent again, in order.
      for (let sequence = count + 1; sequence <= 30; sequence++) await node.append(call(sequence));
      const values = valuesOf(await node.fetch({ topic, partition: 0, offset: 0 }));
      expect(values.map(Number)).toEqual(Array.from({ length: 31 }, (_, i) => i));
      await node.close();
    });

    it('the call that those of a producer wait for is taken however many bytes of them wait', async () => {
      const node = await subject.store.node({ maxLaneQueueBytes: 10_000, sequenceWaitMs: 60_000 });
      const topic = await subject.topic();
      const producer = await subject.engine.initProducer();
      const append = (sequence: number) =>
        node.append({
          topic,
          records: [record(null, `${sequence}`.padEnd(1_000))],
          producer: { ...producer, sequence },
        });
      let refusals = 0;
      const waiting = Array.from({ length: 30 }, (_, i) =>
        append(i + 1).catch((reason: unknown) => {
          refusals += 1;
          return reason;
        }),
      );
      await until('those beyond to be refused', () => refusals >= 20);
      // Until the node has seen that it is the next one it is refused as well, and sent again.
      await until('the missing one to be taken', () =>
        append(0).then(
          () => true,
          (reason: unknown) => {
            expect(reason).toEqual(refusal('QUEUE_FULL', /producers wait/));
            return false;
          },
        ),
      );
      await Promise.all(waiting);
      for (let sequence = 1; sequence <= 30; sequence++) await append(sequence);
      const values = valuesOf(await node.fetch({ topic, partition: 0, offset: 0 }));
      expect(values.map(Number)).toEqual(Array.from({ length: 31 }, (_, i) => i));
      await node.close();
    });

    it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])(
      'timestamp %s: INVALID_RECORD',
      async (timestamp) => {
        const topic = await subject.topic();
        const refused = append(topic, record(null, 'a'), record(null, 'b', { timestamp }));
        await expect(refused).rejects.toEqual(refusal('INVALID_RECORD', /Record 1 .*timestamp/));
        await expect(refused).rejects.toMatchObject({ details: { index: 1 } });
        await nothingIn(topic);
      },
    );

    it('the earliest and the latest timestamp are kept', async () => {
      const topic = await subject.topic();
      await append(topic, record(null, 'a', { timestamp: 0 }), record(null, 'b', { timestamp: 8.64e15 }));
      const batch = await subject.engine.fetch({ topic, partition: 0, offset: 0 });
      expect([batch.timestamp(0), batch.timestamp(1)]).toEqual([0, 8.64e15]);
    });

    it('a timestamp farther back or ahead than the topic takes: INVALID_RECORD', async () => {
      const hour = 3_600_000;
      const config = { messageTimestampBeforeMaxMs: hour, messageTimestampAfterMaxMs: hour };
      const topic = await subject.topic(1, config);
      const at = (timestamp: number) => append(topic, record(null, 'v', { timestamp }));
      const now = Date.now();
      const back = refusal('INVALID_RECORD', /lies \d+ ms back, and .* takes 3600000 \(messageTimestampBeforeMaxMs\)/);
      await expect(at(now - 2 * hour)).rejects.toEqual(back);
      const ahead = refusal('INVALID_RECORD', /lies \d+ ms ahead, and .* takes 3600000 \(messageTimestampAfterMaxMs\)/);
      await expect(at(now + 2 * hour)).rejects.toEqual(ahead);
      await nothingIn(topic);
      for (const offset of [-0.5, 0, 0.5]) await at(now + offset * hour);
      // Records get the time of their append then, whatever their own is.
      const stamped = await subject.topic(1, { ...config, messageTimestampType: 'LOG_APPEND_TIME' });
      await append(stamped, record(null, 'v', { timestamp: 0 }));
    });

    it('U+0000 in a header name: INVALID_RECORD', async () => {
      const topic = await subject.topic();
      const headers = [{ key: 'a\u0000b', value: null }];
      await expect(append(topic, record(null, 'v', { headers }))).rejects.toEqual(refusal('INVALID_RECORD', /U\+0000/));
      await nothingIn(topic);
    });

    it('of a call with a partition that is not there it is said which record has it', async () => {
      const topic = await subject.topic(2);
      const records = [0, 1, 2, 7].map((partition) => record('k', 'v', { partition }));
      await expect(subject.engine.append({ topic, records })).rejects.toMatchObject({
        ...{ code: 'PARTITION_NOT_FOUND', message: expect.stringMatching(/^Record 2 .* partition 2.* 0 to 1/) },
        details: { index: 2, topic, partition: 2 },
      });
    });

    it.each([-1, 2, 0.5, Number.NaN, 70_000])('partition %s of two: PARTITION_NOT_FOUND', async (partition) => {
      const topic = await subject.topic(2);
      const refused = refusal('PARTITION_NOT_FOUND', /0 to 1/);
      await expect(append(topic, record(null, 'v', { partition }))).rejects.toEqual(refused);
      await expect(subject.engine.fetch({ topic, partition, offset: 0 })).rejects.toEqual(refused);
      await expect(subject.engine.read({ topics: [topic], partitions: [partition] }).next()).rejects.toEqual(refused);
      await expect(subject.engine.page({ topic, partitions: [partition], limit: 1 })).rejects.toEqual(refused);
      await expect(subject.engine.topics.bounds(topic, [partition])).rejects.toEqual(refused);
    });

    it('a call over all partitions of the widest topic is one call', async () => {
      const topic = await subject.topic(1_000);
      const records = Array.from({ length: 1_000 }, (_, partition) => record(null, String(partition), { partition }));
      const result = await append(topic, ...records);
      expect(result.batches).toHaveLength(1_000);
      const batch = await subject.engine.fetch({ topic, partition: 999, offset: 0 });
      expect(valuesOf(batch)).toEqual(['999']);
    });
  });
}
