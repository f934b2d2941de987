import { describe, expect, it } from 'vitest';
import type { Consumer, ConsumerInput, ResetPolicy } from '../consumer/consumer.ts';
import { consumersOfTest } from '../testing/consumers-of-test.ts';
import { consumed, groupName, later, next } from '../testing/consuming.ts';
import { record } from '../testing/records.ts';
import { refusal, type Subject } from './log-store.ts';

/** Where members start, and how they move. */
export function consumerPositionsConformance(subject: Subject): void {
  const { member } = consumersOfTest(subject);
  const append = (topic: string, values: readonly string[], partition = 0) =>
    subject.engine.append({
      topic,
      records: values.map((value) => record(null, value, { partition, timestamp: 1_000 + Number(value) })),
    });
  const digits = [...'0123456789'];
  const filled = async (partitionCount = 1): Promise<string> => {
    const topic = await subject.topic(partitionCount);
    for (let partition = 0; partition < partitionCount; partition++) await append(topic, digits, partition);
    return topic;
  };
  const starts = async (input: ConsumerInput): Promise<readonly number[]> => {
    const made = await member(input);
    const offsets = made.assignment.map(({ offset }) => offset);
    await made.return?.();
    return offsets;
  };

  describe('G22: reading starts', () => {
    it('at the beginning (EARLIEST), which is the default', async () => {
      const topic = await filled(2);
      await subject.engine.topics.deleteRecords({ topic, partitions: [{ partition: 1, before: 4 }] });
      expect(await starts({ group: groupName(), topics: [topic] })).toEqual([0, 4]);
    });

    it('at the end (LATEST), which is committed at once: the next member skips nothing', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], resetPolicy: 'LATEST' } as const;
      expect(await starts(input)).toEqual([10]);
      await append(topic, ['10', '11']);
      const made = await member(input);
      expect((await consumed(made, 2)).values).toEqual(['10', '11']);
    });

    it('at the beginning of what is younger than the group, also with LATEST', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], resetPolicy: 'LATEST' } as const;
      await starts(input);
      await subject.engine.topics.update({ name: topic, partitionCount: 2 });
      await append(topic, ['10', '11'], 1);
      expect(await starts(input)).toEqual([10, 0]);
    });

    it('by the policy of each topic, where one has its own', async () => {
      const topics = [await filled(), await filled(), await filled()];
      const [first, second, third] = topics as [string, string, string];
      const input = { group: groupName(), topics, resetPolicies: { [second]: 'LATEST' } } as const;
      const made = await member(input);
      const byTopic = Object.fromEntries(made.assignment.map(({ topic, offset }) => [topic, offset]));
      expect(byTopic).toEqual({ [first]: 0, [second]: 10, [third]: 0 });
      const none = { ...input, group: groupName(), resetPolicies: { [third]: 'NONE' } } as const;
      await expect(subject.engine.consumer(none).next()).rejects.toEqual(
        refusal('NO_COMMITTED_OFFSET', new RegExp(`"${third}"`)),
      );
    });

    it('nowhere (NONE) without a committed offset', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const none = subject.engine.consumer({ ...input, resetPolicy: 'NONE' });
      await expect(none.next()).rejects.toEqual(refusal('NO_COMMITTED_OFFSET'));
      const made = await member(input);
      await made.commit([{ topic, partition: 0, nextOffset: 6 }]);
      await made.return?.();
      expect(await starts({ ...input, resetPolicy: 'NONE' })).toEqual([6]);
    });

    const policies: [ResetPolicy, number | string][] = [
      ['EARLIEST', 5],
      ['LATEST', 10],
      ['NONE', 'NO_COMMITTED_OFFSET'],
    ];
    it.each(policies)('by the policy (%s) when what was committed has been deleted', async (resetPolicy, expected) => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const made = await member(input);
      await made.commit([{ topic, partition: 0, nextOffset: 2 }]);
      await made.return?.();
      await subject.engine.topics.deleteRecords({ topic, partitions: [{ partition: 0, before: 5 }] });
      const start = starts({ ...input, resetPolicy });
      if (typeof expected === 'string')
        await expect(start).rejects.toEqual(refusal(expected, /deleted|not in the log/));
      else expect(await start).toEqual([expected]);
    });

    it('G24: anew in a topic that was made again', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const made = await member(input);
      await made.commit((await consumed(made, 10)).last);
      await subject.engine.topics.delete(topic);
      expect((await later(made, 'ASSIGNMENT')).partitions).toEqual([]);
      await subject.engine.topics.create({ name: topic });
      expect((await later(made, 'ASSIGNMENT')).partitions).toEqual([{ topic, partition: 0, offset: 0 }]);
      await append(topic, ['7']);
      expect((await consumed(made, 1)).values).toEqual(['7']);
    });
  });

  describe('records that are deleted before they were read', () => {
    it('are stepped over by the reset policy, which an assignment tells', async () => {
      const topic = await subject.topic();
      await append(topic, [...Array(1_000).keys()].map(String));
      const made = await member({ group: groupName(), topics: [topic], maxRecords: 1 });
      const { last } = await consumed(made, 2);
      await made.commit(last);
      await subject.engine.topics.deleteRecords({ topic, partitions: [{ partition: 0, before: 900 }] });
      // Some may still come before the node, which has to come to listening, has heard of it; what was read already is dropped.
      let event = await made.next();
      for (; event.value?.kind === 'RECORDS' && event.value.batch.offset(0) < 900; event = await made.next()) {
        made.pause([{ topic, partition: 0 }]);
        made.resume([{ topic, partition: 0 }]);
        await subject.engine.ping();
      }
      expect(event.value).toMatchObject({ kind: 'ASSIGNMENT', partitions: [{ topic, partition: 0, offset: 900 }] });
      expect((await consumed(made, 1)).values).toEqual(['900']);
    });
  });

  describe('seeking', () => {
    const targets: [string, Parameters<Consumer['seek']>[1], string[]][] = [
      ['the beginning', { edge: 'EARLIEST' }, ['0', '1', '2']],
      ['the end', { edge: 'LATEST' }, ['10', '11', '12']],
      ['an offset', { offset: 4 }, ['4', '5', '6']],
      ['the end, as an offset', { offset: 10 }, ['10', '11', '12']],
      ['a time', { timestamp: 1_008 }, ['8', '9', '10']],
    ];
    it.each(targets)('goes on from %s, in these partitions and no others', async (_, to, expected) => {
      const topic = await filled(2);
      const made = await member({ group: groupName(), topics: [topic], maxRecords: 3 });
      await consumed(made, 12);
      await made.seek([{ topic, partition: 1 }], to);
      const [untouched, moved] = made.assignment;
      await append(topic, ['10', '11', '12'], 1);
      const values: string[] = [];
      let other = untouched?.offset;
      while (values.length < 3) {
        const { batch } = await next(made, 'RECORDS');
        if (batch.partition === 0) {
          expect(batch.offset(0)).toBe(other);
          other = batch.nextOffset;
        } else for (let i = 0; i < batch.count; i++) values.push(batch.valueText(i) as string);
      }
      expect(values.slice(0, 3)).toEqual(expected);
      expect(moved?.offset).toBe(Number(expected[0]));
    });

    it('commits nothing and makes room for what is read again', async () => {
      const topic = await filled();
      const made = await member({ group: groupName(), topics: [topic], maxUncommitted: 10 });
      for (let round = 0; round < 3; round++) {
        expect((await consumed(made, 10)).values).toEqual(digits);
        await made.seek([{ topic, partition: 0 }], { edge: 'EARLIEST' });
      }
      expect(made.assignment).toEqual([{ topic, partition: 0, offset: 0 }]);
    });

    it('is refused beyond the end, before the start, and where nothing is owned', async () => {
      const topic = await filled();
      const made = await member({ group: groupName(), topics: [topic] });
      const own = [{ topic, partition: 0 }];
      await expect(made.seek(own, { offset: 11 })).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE'));
      await expect(made.seek(own, { offset: -1 })).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE'));
      const others = [...own, { topic, partition: 1 }];
      await expect(made.seek(others, { edge: 'LATEST' })).rejects.toEqual(refusal('FENCED_MEMBER'));
      expect((await consumed(made, 10)).values).toEqual(digits);
      const never = subject.engine.consumer({ group: groupName(), topics: [topic] });
      await expect(never.seek(own, { edge: 'LATEST' })).rejects.toEqual(refusal('FENCED_MEMBER'));
    });
  });

  describe('pausing', () => {
    it('keeps a partition without reading it, until it is resumed; nothing is lost or comes twice', async () => {
      const topic = await filled(2);
      const made = await member({ group: groupName(), topics: [topic], maxRecords: 2 });
      const seen = [[], []] as number[][];
      const takeSome = async (count: number) => {
        for (let i = 0; i < count; i++) {
          const { batch } = await next(made, 'RECORDS');
          for (const { offset } of batch) seen[batch.partition]?.push(offset);
        }
      };
      await takeSome(1);
      const paused = { topic, partition: seen[0]?.length ? 0 : 1 };
      made.pause([paused, { topic: 'nowhere', partition: 0 }]);
      const before = [...(seen[paused.partition] as number[])];
      await takeSome(5);
      expect(seen[paused.partition]).toEqual(before);
      await append(topic, ['10'], paused.partition);
      await append(topic, ['10'], 1 - paused.partition);
      await takeSome(1);
      expect(seen[paused.partition]).toEqual(before);
      expect(made.assignment).toHaveLength(2);
      made.resume([paused]);
      await takeSome(5);
      for (const offsets of seen) expect(offsets).toEqual([...Array(11).keys()]);
    });
  });
}
