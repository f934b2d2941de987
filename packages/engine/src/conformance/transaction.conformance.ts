import { describe, expect, it } from 'vitest';
import { consumersOfTest } from '../testing/consumers-of-test.ts';
import { groupName, later } from '../testing/consuming.ts';
import { record, valuesOf } from '../testing/records.ts';
import { within } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

export function transactionConformance(subject: Subject): void {
  describe('transactions', () => {
    const { member, another } = consumersOfTest(subject);
    const one = (topic: string, value: string, partition = 0) => ({
      topic,
      records: [record(null, value, { partition })],
    });
    const values = async (topic: string, partition = 0) =>
      valuesOf(await subject.engine.fetch({ topic, partition, offset: 0 }));

    it('L32: append to many topics, all or nothing, and say where', async () => {
      const [a, b] = [await subject.topic(2), await subject.topic()];
      await subject.engine.append(one(a, '0'));
      const { value, appends } = await subject.engine.transaction(async (tx) => {
        await tx.append(one(b, '1'));
        await tx.append(one(a, '2'));
        await tx.append(one(a, '3', 1));
        await tx.append(one(a, '4'));
        return 'done';
      });
      expect(value).toBe('done');
      expect(appends.map((result) => [result.topic, result.partition(0), result.offset(0)])).toEqual([
        [b, 0, 0],
        [a, 0, 1],
        [a, 1, 0],
        [a, 0, 2],
      ]);
      const thrown = subject.engine.transaction(async (tx) => {
        await tx.append(one(a, 'never'));
        throw new Error('no');
      });
      await expect(thrown).rejects.toThrow('no');
      const refused = subject.engine.transaction(async (tx) => {
        await tx.append(one(a, 'never'));
        await tx.append(one('no-such-topic', 'never')).catch(() => undefined);
      });
      await expect(refused).rejects.toEqual(refusal('TOPIC_NOT_FOUND'));
      expect([await values(a), await values(a, 1), await values(b)]).toEqual([['0', '2', '4'], ['3'], ['1']]);
    });

    it('L32: commit what a consumer has processed with what was made of it, its own node’s or another’s', async () => {
      const [from, to] = [await subject.topic(), await subject.topic()];
      await subject.engine.append({ topic: from, records: ['0', '1'].map((value) => record(null, value)) });
      const group = groupName();
      const consumer = await member({ group, topics: [from], maxRecords: 1, maxUncommitted: 1 });
      const first = await later(consumer, 'RECORDS');
      await subject.engine.transaction(async (tx) => {
        await tx.append(one(to, 'of 0'));
        await tx.commit(consumer, first);
      });
      // Its window is open again.
      const { memberId, generation, batch } = await later(consumer, 'RECORDS');
      expect(valuesOf(batch)).toEqual(['1']);
      const node = await another();
      const offsets = [{ topic: from, partition: 0, nextOffset: 2 }];
      await node.transaction(async (tx) => {
        await tx.append(one(to, 'of 1'));
        await tx.commitOffsets({ group, memberId, generation, offsets });
      });
      const stranger = '00000000-0000-0000-0000-000000000000';
      const refused = node.transaction(async (tx) => {
        await tx.append(one(to, 'never'));
        await tx.commitOffsets({ group, memberId: stranger, generation, offsets });
      });
      await expect(refused).rejects.toEqual(refusal('UNKNOWN_MEMBER'));
      expect(await values(to)).toEqual(['of 0', 'of 1']);
      expect((await subject.engine.groups.describe(group))?.partitions).toMatchObject([{ committedOffset: 2 }]);
    });

    it('L34: end by their time, and are not to be used afterwards', async () => {
      const topic = await subject.topic();
      const never = subject.engine.transaction(
        async (tx) => {
          await tx.append(one(topic, 'never'));
          await new Promise(() => {});
        },
        { timeoutMs: 100 },
      );
      await expect(within(never, 'its end')).rejects.toEqual(refusal('TRANSACTION_TIMEOUT', /100 ms/));
      const late = await subject.engine.transaction((tx) => tx);
      await expect(late.value.append(one(topic, 'never'))).rejects.toEqual(refusal('TRANSACTION_ENDED'));
      expect(await values(topic)).toEqual([]);
    });

    it('L35: are fenced by the epoch of their producer, and done once for each key', async () => {
      const topic = await subject.topic();
      const { engine } = subject;
      const node = await another();
      const older = await engine.initProducer({ transactionalId: topic });
      await engine.transaction((tx) => tx.append(one(topic, '0')), { producer: older });
      const newer = await node.initProducer({ transactionalId: topic });
      await expect(engine.transaction((tx) => tx.append(one(topic, 'never')), { producer: older })).rejects.toEqual(
        refusal('PRODUCER_FENCED'),
      );
      const options = { producer: newer, idempotencyKey: topic };
      await node.transaction((tx) => tx.append(one(topic, '1')), options);
      await expect(engine.transaction((tx) => tx.append(one(topic, 'never')), options)).rejects.toEqual(
        refusal('DUPLICATE_TRANSACTION'),
      );
      expect(await values(topic)).toEqual(['0', '1']);
    });
  });
}
