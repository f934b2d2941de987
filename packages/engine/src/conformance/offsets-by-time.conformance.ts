import { describe, expect, it } from 'vitest';
import { record } from '../testing/records.ts';
import { refusal, type Subject } from './log-store.ts';

export function offsetsByTimeConformance(subject: Subject): void {
  const topics = () => subject.engine.topics;

  /** Records of these times, each list of them a call. */
  async function append(topic: string, partition: number, ...calls: number[][]): Promise<void> {
    for (const times of calls) {
      const records = times.map((timestamp) => record(null, String(timestamp), { partition, timestamp }));
      await subject.engine.append({ topic, records });
    }
  }

  const offsetsForTime = (topic: string, timestamp: number, ...partitions: number[]) =>
    topics().offsetsForTimes(
      topic,
      partitions.map((partition) => ({ partition, timestamp })),
    );

  describe('offsets by time (L19)', () => {
    it('are of the first record in the order of offsets that is late enough, in every partition', async () => {
      const topic = await subject.topic(3);
      await append(topic, 0, [50], [10], [70], [20, 90, 80]);
      await append(topic, 1, [10, 20], [30]);
      const found = await Promise.all([0, 11, 51, 71, 90, 91].map((time) => offsetsForTime(topic, time, 1, 0, 2)));
      expect(found).toEqual([
        [0, 0, null],
        [1, 0, null],
        [null, 2, null],
        [null, 4, null],
        [null, 4, null],
        [null, null, null],
      ]);
      const times = [
        { partition: 0, timestamp: 60 },
        { partition: 0, timestamp: 0 },
        { partition: 1, timestamp: 30 },
      ];
      expect(await topics().offsetsForTimes(topic, times)).toEqual([2, 0, 2]);
      expect(await topics().offsetsForTimes(topic, [])).toEqual([]);
    });

    it('the latest time of a partition is that of its first record with it', async () => {
      const topic = await subject.topic(3);
      await append(topic, 0, [50], [10, 70, 70, 20], [70], [60]);
      await append(topic, 2, [1]);
      expect(await topics().maxTimestamps(topic)).toEqual([
        { offset: 2, timestamp: 70 },
        null,
        { offset: 0, timestamp: 1 },
      ]);
      expect(await topics().maxTimestamps(topic, [2])).toEqual([{ offset: 0, timestamp: 1 }]);
    });

    it('leave out what was deleted, within a batch too', async () => {
      const topic = await subject.topic();
      await append(topic, 0, [90], [10, 80, 40, 60], [50]);
      const left: unknown[] = [];
      for (const before of [1, 3, 5, 6]) {
        await topics().deleteRecords({ topic, partitions: [{ partition: 0, before }] });
        left.push([...(await offsetsForTime(topic, 50, 0)), ...(await topics().maxTimestamps(topic))]);
      }
      expect(left).toEqual([
        [2, { offset: 2, timestamp: 80 }],
        [4, { offset: 4, timestamp: 60 }],
        [5, { offset: 5, timestamp: 50 }],
        [null, null],
      ]);
    });

    it('are refused for what is not there, and for what is no time', async () => {
      const topic = await subject.topic(2);
      await expect(offsetsForTime(topic, 0, 0, 2)).rejects.toEqual(refusal('PARTITION_NOT_FOUND'));
      await expect(topics().maxTimestamps(topic, [2])).rejects.toEqual(refusal('PARTITION_NOT_FOUND'));
      await expect(offsetsForTime('nowhere', 0, 0)).rejects.toEqual(refusal('TOPIC_NOT_FOUND'));
      await expect(topics().maxTimestamps('nowhere')).rejects.toEqual(refusal('TOPIC_NOT_FOUND'));
      await expect(offsetsForTime(topic, 0.5, 0)).rejects.toEqual(refusal('INVALID_POSITION', /0.5/));
    });

    it('of a topic that another node made anew are those of the new one', async () => {
      const other = await subject.store.node();
      const topic = await subject.topic(1);
      await append(topic, 0, [10]);
      expect(await other.topics.maxTimestamps(topic)).toEqual([{ offset: 0, timestamp: 10 }]);
      await topics().delete(topic);
      await topics().create({ name: topic });
      await append(topic, 0, [20], [30]);
      expect(await other.topics.maxTimestamps(topic)).toEqual([{ offset: 1, timestamp: 30 }]);
      expect(await other.topics.offsetsForTimes(topic, [{ partition: 0, timestamp: 0 }])).toEqual([0]);
      await other.close();
    });
  });
}
