import { describe, expect, it } from 'vitest';
import type { ConsumerInput, OffsetToCommit, RecordsEvent } from '../consumer/consumer.ts';
import { consumersOfTest } from '../testing/consumers-of-test.ts';
import { consumed, groupName, later, next } from '../testing/consuming.ts';
import { record } from '../testing/records.ts';
import { until } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

/** What a member has been handed out, and what of it is committed. */
export function consumerCommitsConformance(subject: Subject): void {
  const { member } = consumersOfTest(subject);
  /** Ten records in partition 0, of as many calls as there are. */
  const filled = async (partitionCount = 1): Promise<string> => {
    const topic = await subject.topic(partitionCount);
    const records = Array.from({ length: 10 }, (_, i) => record(null, String(i), { partition: 0 }));
    await subject.engine.append({ topic, records });
    return topic;
  };
  const committed = async (group: string) =>
    (await subject.engine.groups.describe(group))?.partitions.map(({ committedOffset }) => committedOffset);
  /** What the next member is handed out first. */
  const seenNext = async (input: ConsumerInput): Promise<number | undefined> => {
    const made = await member(input);
    const [first] = made.assignment;
    await made.return?.();
    return first?.offset;
  };

  describe('a commit', () => {
    it('G13: of a batch is where the next member reads on; what is not committed is seen again', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], maxRecords: 4 };
      const first = await member(input);
      const { events } = await consumed(first, 8);
      await first.commit(events[0] as RecordsEvent, { metadata: 'as far as that' });
      expect((await subject.engine.groups.describe(input.group))?.partitions).toMatchObject([
        { committedOffset: 4, metadata: 'as far as that', lag: 6 },
      ]);
      await first.return?.();
      const second = await member(input);
      expect((await consumed(second, 6)).values).toEqual(['4', '5', '6', '7', '8', '9']);
    });

    it('G13: backwards is allowed: the next member sees records again, this one does not', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const first = await member(input);
      await consumed(first, 10);
      await first.commit([{ topic, partition: 0, nextOffset: 8 }]);
      await first.commit([{ topic, partition: 0, nextOffset: 3 }]);
      await subject.engine.append({ topic, records: [record(null, 'new')] });
      expect((await consumed(first, 1)).values).toEqual(['new']);
      await first.return?.();
      expect(await seenNext(input)).toBe(3);
    });

    it('G11: of several partitions is all or nothing', async () => {
      const topic = await filled(3);
      const input = { group: groupName(), topics: [topic] };
      const made = await member(input);
      const offset = (partition: number, nextOffset: number): OffsetToCommit => ({ topic, partition, nextOffset });
      await made.commit([offset(0, 2), offset(1, 0)]);
      await expect(made.commit([offset(0, 5), offset(1, 1)])).rejects.toEqual(
        refusal('OFFSET_OUT_OF_RANGE', /ends at 0/),
      );
      await expect(made.commit([offset(0, 5), offset(3, 0)])).rejects.toEqual(refusal('FENCED_MEMBER'));
      expect(await committed(input.group)).toEqual([2, 0, null]);
    });

    const refused: [string, (topic: string) => OffsetToCommit[], string][] = [
      ['nothing', () => [], 'INVALID_INPUT'],
      ['an offset beyond the end', (topic) => [{ topic, partition: 0, nextOffset: 11 }], 'OFFSET_OUT_OF_RANGE'],
      ['a negative offset', (topic) => [{ topic, partition: 0, nextOffset: -1 }], 'OFFSET_OUT_OF_RANGE'],
      ['half an offset', (topic) => [{ topic, partition: 0, nextOffset: 0.5 }], 'INVALID_INPUT'],
      ['no number', (topic) => [{ topic, partition: 0, nextOffset: Number.NaN }], 'INVALID_INPUT'],
      ['a topic that is not its own', () => [{ topic: 'other', partition: 0, nextOffset: 0 }], 'FENCED_MEMBER'],
      [
        'a partition twice',
        (topic) => [1, 2].map((nextOffset) => ({ topic, partition: 0, nextOffset })),
        'INVALID_INPUT',
      ],
      [
        'a book of metadata',
        (topic) => [{ topic, partition: 0, nextOffset: 0, metadata: 'x'.repeat(4_097) }],
        'LIMIT_EXCEEDED',
      ],
    ];
    it.each(refused)('of %s is refused and changes nothing', async (_, offsets, code) => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const made = await member(input);
      await expect(made.commit(offsets(topic))).rejects.toEqual(refusal(code));
      await made.commit([{ topic, partition: 0, nextOffset: 10, metadata: 'x'.repeat(4_096) }]);
      expect(await committed(input.group)).toEqual([10]);
    });

    it('G10: of a former owner is refused: FENCED_MEMBER when it is gone, ILLEGAL_GENERATION when it was had again', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], revocationTimeoutMs: 0 };
      const first = await member(input);
      const before = await consumed(first, 10);
      // A group of one partition has one owner: the second gets it when the first ends, and the other way round.
      const second = await member(input);
      await subject.engine.groups.removeMember({ group: input.group, memberId: before.last.memberId });
      expect((await later(second, 'ASSIGNMENT')).partitions).toMatchObject([{ offset: 0 }]);
      const again = await next(first, 'ASSIGNMENT');
      expect(again.memberId).not.toBe(before.last.memberId);
      await expect(first.commit(before.last)).rejects.toEqual(refusal('FENCED_MEMBER'));
      await expect(first.commit([{ topic, partition: 0, nextOffset: 1 }])).rejects.toEqual(refusal('FENCED_MEMBER'));
      const held = await consumed(second, 10);
      await second.commit(held.last);
      expect(await committed(input.group)).toEqual([10]);
      await expect(second.commit(held.last, { generation: 1 })).resolves.toBeUndefined();
      await expect(second.commit([{ topic, partition: 0, nextOffset: 1 }], { generation: 0 })).rejects.toEqual(
        refusal('ILLEGAL_GENERATION'),
      );
    });

    it('of who has left, or never joined, is refused', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const never = subject.engine.consumer(input);
      const offsets = [{ topic, partition: 0, nextOffset: 1 }];
      await expect(never.commit(offsets)).rejects.toEqual(refusal('FENCED_MEMBER', /not joined/));
      const made = await member(input);
      const held = await consumed(made, 10);
      await made.return?.();
      await expect(made.commit(held.last)).rejects.toEqual(refusal('FENCED_MEMBER', /has left/));
      await expect(made.commit(offsets)).rejects.toEqual(refusal('FENCED_MEMBER', /has left/));
    });

    it('that is under way when its member leaves is finished', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic] };
      const made = await member(input);
      const committing = made.commit((await consumed(made, 10)).last);
      await made.return?.();
      await committing;
      expect(await committed(input.group)).toEqual([10]);
    });
  });

  describe('the window of what is not committed', () => {
    it('is as large as maxUncommitted, to the record, and opens by commits', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], maxRecords: 3, maxUncommitted: 5 };
      const made = await member(input);
      const { events, values } = await consumed(made, 5);
      expect(values).toEqual(['0', '1', '2', '3', '4']);
      let came = false;
      const waiting = consumed(made, 2).then((more) => {
        came = true;
        return more;
      });
      await until('the database to have answered', () => subject.engine.ping().then(() => true));
      expect(came).toBe(false);
      await made.commit([{ topic, partition: 0, nextOffset: 2 }]);
      expect((await waiting).values).toEqual(['5', '6']);
      await made.commit(events.at(-1) as RecordsEvent);
      expect((await consumed(made, 3)).values).toEqual(['7', '8', '9']);
    });

    it('opens by what another node has committed for the member', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], maxUncommitted: 4 };
      const made = await member(input);
      const { last } = await consumed(made, 4);
      const node = await subject.store.node();
      await node.groups.commitOffsets({
        group: input.group,
        memberId: last.memberId,
        generation: last.generation,
        offsets: [{ topic, partition: 0, nextOffset: 3 }],
      });
      expect((await consumed(made, 3)).values).toEqual(['4', '5', '6']);
      await node.close();
    });
  });

  describe('commitMode ON_DELIVERY', () => {
    it('commits a batch before the next one is handed out, and the last one as it leaves', async () => {
      const topic = await filled();
      const input = { group: groupName(), topics: [topic], maxRecords: 4, maxUncommitted: 4 } as const;
      const made = await member({ ...input, commitMode: 'ON_DELIVERY' });
      for (const before of [null, 4, 8]) {
        await next(made, 'RECORDS');
        expect(await committed(input.group)).toEqual([before]);
      }
      await made.return?.();
      expect(await committed(input.group)).toEqual([10]);
    });
  });
}
