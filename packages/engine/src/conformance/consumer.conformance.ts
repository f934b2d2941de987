import { describe, expect, it } from 'vitest';
import type { Consumer } from '../consumer/consumer.ts';
import { consumersOfTest, owned } from '../testing/consumers-of-test.ts';
import { consumed, groupName, later, next } from '../testing/consuming.ts';
import { record } from '../testing/records.ts';
import { until } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

/** Members of a group: joining, sharing, handing over. */
export function consumerConformance(subject: Subject): void {
  const { consumer, member, another } = consumersOfTest(subject);
  const append = (topic: string, value: string, partition = 0) =>
    subject.engine.append({ topic, records: [record(null, value, { partition })] });
  const owns = (who: Consumer, count: number) =>
    until(`${count} partitions`, () => who.assignment.length === count && who.assignment);

  describe('a member of a group', () => {
    it('joins with the first event, which is all that it owns', async () => {
      const topic = await subject.topic(2);
      await append(topic, 'v');
      const made = consumer({ group: groupName(), topics: [topic] });
      expect([made.memberId, made.assignment]).toEqual([null, []]);
      const event = await next(made, 'ASSIGNMENT');
      expect(event).toEqual({
        kind: 'ASSIGNMENT',
        memberId: made.memberId,
        generation: event.generation,
        partitions: [
          { topic, partition: 0, offset: 0 },
          { topic, partition: 1, offset: 0 },
        ],
      });
      expect(made.assignment).toEqual(event.partitions);
    });

    it('is handed out what is there, then what comes, by partition in the order of offsets', async () => {
      const topic = await subject.topic(3);
      const records = Array.from({ length: 600 }, (_, i) => record(`k${i}`, String(i)));
      await subject.engine.append({ topic, records: records.slice(0, 300) });
      const made = await member({ group: groupName(), topics: [topic], maxRecords: 40 });
      const reading = consumed(made, 600);
      for (let at = 300; at < 600; at += 50) {
        await subject.engine.append({ topic, records: records.slice(at, at + 50) });
      }
      const { events } = await reading;
      const ends = [0, 0, 0];
      for (const { batch, memberId } of events) {
        expect(memberId).toBe(made.memberId);
        expect(batch.count).toBeLessThanOrEqual(40);
        expect(batch.offset(0)).toBe(ends[batch.partition]);
        ends[batch.partition] = batch.nextOffset;
      }
      expect(ends.reduce((sum, end) => sum + end)).toBe(600);
      expect(made.assignment.map(({ offset }) => offset)).toEqual(ends);
    });

    it('G3: stands by when there is nothing left, and takes over when somebody leaves', async () => {
      const input = { group: groupName(), topics: [await subject.topic(1)] };
      const first = await member(input);
      const second = await member(input, await another());
      expect(second.assignment).toEqual([]);
      await first.return?.();
      expect((await next(second, 'ASSIGNMENT')).partitions).toMatchObject([{ partition: 0, offset: 0 }]);
    });

    it('G3 G5: shares with others, who go on with what stays', async () => {
      const topic = await subject.topic(4);
      const input = { group: groupName(), topics: [topic] };
      const first = await member(input);
      for (let partition = 0; partition < 4; partition++) await append(topic, `before ${partition}`, partition);
      await consumed(first, 4);
      const assignments = first.assignment;
      // What is not committed is not taken away yet, and goes on all the same where it stays.
      const second = await member(input, await another());
      const { partitions } = await next(first, 'REVOCATION');
      expect(partitions).toHaveLength(2);
      const stays = assignments.find(({ partition }) => !partitions.some((other) => other.partition === partition));
      await append(topic, 'after', stays?.partition);
      expect((await consumed(first, 1)).values).toEqual(['after']);
      await first.commit(first.assignment.map((each) => ({ ...each, nextOffset: each.offset })));
      await owns(second, 2);
      await owns(first, 2);
      expect(new Set([...owned(first), ...owned(second)]).size).toBe(4);
    });

    it('G6: gets only what it subscribes to', async () => {
      const [one, two] = [await subject.topic(2), await subject.topic(2)];
      const group = groupName();
      const narrow = await member({ group, topics: [one] });
      const wide = await member({ group, topics: [one, two] }, await another());
      await until('both to share', () => owned(narrow).length + owned(wide).length === 4);
      expect(owned(narrow).every((name) => name.startsWith(one))).toBe(true);
      expect(owned(wide)).toEqual(expect.arrayContaining([`${two}/0`, `${two}/1`]));
    });

    it('G6: gets partitions of one number together when it says so', async () => {
      const [one, two] = [await subject.topic(4), await subject.topic(4)];
      const input = { group: groupName(), topics: [one, two], units: [{ name: 'task', topics: [one, two] }] };
      const first = await member(input);
      const second = await member(input);
      await until('both to share', () => owned(first).length === 4 && owned(second).length === 4);
      for (const each of [first, second]) {
        const numbers = (topic: string) =>
          each.assignment.filter((owned) => owned.topic === topic).map(({ partition }) => partition);
        expect(numbers(one)).toEqual(numbers(two));
      }
    });

    it('G7: gets topics that are made later, partitions that are added, and goes on without those deleted', async () => {
      const prefix = groupName();
      const made = await member({ group: prefix, topicPattern: `${prefix}\\..*` });
      expect(made.assignment).toEqual([]);
      const create = (name: string) => subject.engine.topics.create({ name: `${prefix}.${name}`, partitionCount: 1 });
      await create('a');
      expect((await next(made, 'ASSIGNMENT')).partitions).toMatchObject([{ topic: `${prefix}.a` }]);
      await create('b');
      await owns(made, 2);
      await subject.engine.topics.update({ name: `${prefix}.a`, partitionCount: 2 });
      await owns(made, 3);
      await append(`${prefix}.a`, 'added', 1);
      expect((await consumed(made, 1)).values).toEqual(['added']);
      await subject.engine.topics.delete(`${prefix}.a`);
      await until('the topic to go', () => owned(made).join() === `${prefix}.b/0`);
      await append(`${prefix}.b`, 'left');
      expect((await consumed(made, 1)).values).toEqual(['left']);
    });

    it('G8: hears what it is losing, commits it, and is handed nothing more of it', async () => {
      const topic = await subject.topic(1);
      const [wide, narrow] = [await subject.topic(1), topic];
      const group = groupName();
      const first = await member({ group, topics: [wide, narrow] });
      await append(narrow, 'held');
      const held = await consumed(first, 1);
      const second = await member({ group, topics: [narrow] }, await another());
      const { partitions, deadline } = await next(first, 'REVOCATION');
      expect(partitions).toEqual([{ topic: narrow, partition: 0 }]);
      expect(deadline).toBeGreaterThan(1_600_000_000_000);
      await append(narrow, 'not for it');
      expect(owned(second)).toEqual([]);
      expect(owned(first)).toHaveLength(2);
      await first.commit(held.last);
      expect((await later(second, 'ASSIGNMENT')).partitions).toEqual([{ topic: narrow, partition: 0, offset: 1 }]);
      expect((await consumed(second, 1)).values).toEqual(['not for it']);
      expect((await next(first, 'ASSIGNMENT')).partitions).toMatchObject([{ topic: wide }]);
    });

    it('G8: gives up before it is done when a commit says so, and at the deadline', async () => {
      for (const release of [true, false]) {
        const topic = await subject.topic(2);
        const input = {
          group: groupName(),
          topics: [topic],
          maxRecords: 1,
          // Enough for a commit in time on a busy machine.
          revocationTimeoutMs: release ? 60_000 : 3_000,
        };
        const first = await member(input);
        for (const partition of [0, 0, 1, 1]) await append(topic, 'v', partition);
        await consumed(first, 4);
        const second = await member(input, await another());
        const [lost] = (await next(first, 'REVOCATION')).partitions;
        const offset = { ...(lost as { topic: string; partition: number }), nextOffset: 1 };
        await first.commit([offset], { release });
        // Seen again from what was committed.
        expect((await later(second, 'ASSIGNMENT')).partitions).toMatchObject([{ offset: 1 }]);
        await owns(first, 1);
        await expect(first.commit([offset])).rejects.toEqual(refusal('FENCED_MEMBER'));
      }
    });

    it('G20: who holds records for too long ends, and others get them', async () => {
      const topic = await subject.topic(1);
      const input = { group: groupName(), topics: [topic] };
      const slow = await member({ ...input, maxProcessingMs: 100 });
      await append(topic, 'v');
      const held = await consumed(slow, 1);
      const other = await member(input, await another());
      expect((await consumed(other, 1)).values).toEqual(['v']);
      await expect(slow.next()).rejects.toEqual(refusal('PROCESSING_TIMEOUT', /100 ms/));
      expect(await slow.next()).toEqual({ done: true, value: undefined });
      await expect(slow.commit(held.last)).rejects.toEqual(refusal('FENCED_MEMBER'));
    });

    it('G20: is not out while its commits go on, or while it holds nothing', async () => {
      const topic = await subject.topic(1);
      await subject.engine.append({ topic, records: Array.from({ length: 500 }, () => record(null, 'v')) });
      const made = await member({ group: groupName(), topics: [topic], maxProcessingMs: 3_000 });
      const { last } = await consumed(made, 500);
      const startedAt = performance.now();
      let nextOffset = 0;
      await until('some time to pass', async () => {
        nextOffset += 1;
        await made.commit([{ topic, partition: 0, nextOffset }]);
        return performance.now() - startedAt > 4_500;
      });
      await made.commit(last);
      const idleSince = performance.now();
      await until('some time to pass', () => performance.now() - idleSince > 4_000);
      await append(topic, 'new');
      expect((await consumed(made, 1)).last.memberId).toBe(last.memberId);
    });
  });
}
