import { describe, expect, it } from 'vitest';
import type { Producer } from '../producer/producer.ts';
import { record, valuesOf } from '../testing/records.ts';
import { refusal, type Subject } from './log-store.ts';

export function producerConformance(subject: Subject): void {
  describe('producers', () => {
    const call = (topic: string, producer: Producer, sequence: number, value = `${sequence}`) => ({
      topic,
      records: [record(null, value)],
      producer: { ...producer, sequence },
    });
    const values = async (topic: string) => valuesOf(await subject.engine.fetch({ topic, partition: 0, offset: 0 }));

    it('L28: append a call once, on any node, and say where it is', async () => {
      const topic = await subject.topic();
      const producer = await subject.engine.initProducer();
      const first = await subject.engine.append(call(topic, producer, 0));
      const other = await subject.store.node();
      const again = await other.append(call(topic, producer, 0));
      expect([first.duplicate, again.duplicate]).toEqual([false, true]);
      expect(again.batches).toEqual(first.batches);
      expect(again.timestamp(0)).toBe(first.timestamp(0));
      expect(await values(topic)).toEqual(['0']);
    });

    it('L29: append calls in the order of their sequences, and refuse those behind a gap', async () => {
      const topic = await subject.topic();
      const producer = await subject.engine.initProducer();
      const node = await subject.store.node({ sequenceWaitMs: 0 });
      await expect(node.append(call(topic, producer, 1))).rejects.toEqual(
        refusal('OUT_OF_ORDER_SEQUENCE', /is 0, not 1: nothing was appended/),
      );
      const patient = await subject.store.node({ sequenceWaitMs: 10_000 });
      await Promise.all([2, 0, 1].map((sequence) => patient.append(call(topic, producer, sequence))));
      await expect(node.append(call(topic, producer, 2, 'x'))).rejects.toEqual(
        refusal('OUT_OF_ORDER_SEQUENCE', /other records/),
      );
      expect(await values(topic)).toEqual(['0', '1', '2']);
    });

    it('L31: fence the older of two with one transactional id, and refuse who is not known', async () => {
      const topic = await subject.topic();
      const transactionalId = `id of ${topic}`;
      const older = await subject.engine.initProducer({ transactionalId });
      await subject.engine.append(call(topic, older, 0));
      const newer = await subject.engine.initProducer({ transactionalId });
      expect(newer).toEqual({ id: older.id, epoch: older.epoch + 1 });
      await expect(subject.engine.append(call(topic, older, 1))).rejects.toEqual(
        refusal('PRODUCER_FENCED', /Stop, or call initProducer/),
      );
      await subject.engine.append(call(topic, newer, 0));
      const unknown = { id: 2_000_000_000, epoch: 0 };
      await expect(subject.engine.append(call(topic, unknown, 0))).rejects.toEqual(
        refusal('UNKNOWN_PRODUCER_ID', /Call initProducer/),
      );
    });
  });
}
