import { describe, expect, it } from 'vitest';
import type { ConsumerInput } from '../consumer/consumer.ts';
import { consumersOfTest, owned } from '../testing/consumers-of-test.ts';
import { consumed, groupName, later } from '../testing/consuming.ts';
import { record } from '../testing/records.ts';
import { until, within } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

/** How members leave and come back, and what is refused before they join. */
export function consumerEndsConformance(subject: Subject): void {
  const { consumer, member, another } = consumersOfTest(subject);
  const append = (topic: string, value: string, partition = 0) =>
    subject.engine.append({ topic, records: [record(null, value, { partition })] });

  describe('leaving a group', () => {
    it('G17: by return() takes effect at once, also while it waits', async () => {
      const topic = await subject.topic(1);
      const input = { group: groupName(), topics: [topic] };
      const first = await member(input);
      const waiting = [first.next(), first.next()];
      expect(await within(first.return?.() as Promise<unknown>, 'the end')).toEqual({ done: true, value: undefined });
      for (const each of waiting) expect(await within(each, 'the end')).toEqual({ done: true, value: undefined });
      expect(await subject.engine.groups.describe(input.group)).toMatchObject({ state: 'EMPTY', memberCount: 0 });
    });

    it('before it was ever asked, or while it joins, leaves nothing behind', async () => {
      const input = { group: groupName(), topics: [await subject.topic(1)] };
      const never = consumer(input);
      await never.return?.();
      expect(await never.next()).toEqual({ done: true, value: undefined });
      expect(await subject.engine.groups.describe(input.group)).toBeNull();
      for (let turns = 0; turns < 8; turns++) {
        const early = consumer(input);
        const first = early.next();
        for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
        await early.return?.();
        // Its first event may have been there before it left.
        const { done, value } = await within(first, 'the end');
        if (!done) expect(value.kind).toBe('ASSIGNMENT');
        expect(await early.next()).toEqual({ done: true, value: undefined });
      }
      await until('all to have left', async () => {
        const group = await subject.engine.groups.describe(input.group);
        return group === null || group.memberCount === 0;
      });
    });

    it('G17: by its signal ends it without an error', async () => {
      const abort = new AbortController();
      const input = { group: groupName(), topics: [await subject.topic(1)], signal: abort.signal };
      const made = await member(input);
      const waiting = made.next();
      abort.abort();
      expect(await within(waiting, 'the end')).toEqual({ done: true, value: undefined });
      await until(
        'it to have left',
        async () => (await subject.engine.groups.describe(input.group))?.memberCount === 0,
      );
      expect(await consumer(input).next()).toEqual({ done: true, value: undefined });
    });

    it('in a for await ends it', async () => {
      const topic = await subject.topic(1);
      await append(topic, 'v');
      const input = { group: groupName(), topics: [topic] };
      for await (const event of consumer(input)) if (event.kind === 'RECORDS') break;
      expect(await subject.engine.groups.describe(input.group)).toMatchObject({ memberCount: 0 });
    });

    it('with its node ends it with SHUTTING_DOWN, waiting ones at once', async () => {
      const node = await another();
      const input = { group: groupName(), topics: [await subject.topic(1)] };
      const [waiting, idle] = [await member(input, node), await member(input, node)];
      const end = expect(waiting.next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
      await within(node.close(), 'the node to close');
      await end;
      await expect(idle.next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
      await expect(node.consumer(input).next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
      expect(await subject.engine.groups.describe(input.group)).toMatchObject({ memberCount: 0 });
    });
  });

  describe('G19: a static member', () => {
    it('that comes back has its partitions again, and nobody else notices', async () => {
      const topic = await subject.topic(4);
      const input = { group: groupName(), topics: [topic] };
      const other = await member({ ...input, instanceId: 'other' });
      const first = await member({ ...input, instanceId: 'mine' });
      await until('both to share', () => owned(first).length === 2 && owned(other).length === 2);
      const before = owned(first);
      const generation = (await subject.engine.groups.describe(input.group))?.generation;
      await first.return?.();
      expect(await subject.engine.groups.describe(input.group)).toMatchObject({ memberCount: 2, generation });
      const back = await member({ ...input, instanceId: 'mine' }, await another());
      expect(owned(back)).toEqual(before);
      expect(await subject.engine.groups.describe(input.group)).toMatchObject({ memberCount: 2, generation });
      expect(owned(other)).toHaveLength(2);
    });

    it('ends with FENCED_INSTANCE when another one comes with its id', async () => {
      const topic = await subject.topic(1);
      const input = { group: groupName(), topics: [topic], instanceId: 'one' };
      const first = await member(input);
      await append(topic, 'v');
      const held = await consumed(first, 1);
      const second = await member(input, await another());
      await expect(later(first, 'ASSIGNMENT')).rejects.toEqual(refusal('FENCED_INSTANCE', /"one"/));
      await expect(first.commit(held.last)).rejects.toEqual(refusal('FENCED_MEMBER'));
      expect((await consumed(second, 1)).values).toEqual(['v']);
    });
  });

  describe('what a consumer is given', () => {
    const cases: [string, Partial<ConsumerInput>, string][] = [
      ['no name of a group', { group: '' }, 'INVALID_GROUP_ID'],
      ['a name of a group with a blank', { group: 'a b' }, 'INVALID_GROUP_ID'],
      ['neither topics nor a pattern', { topics: undefined }, 'INVALID_INPUT'],
      ['both topics and a pattern', { topicPattern: '.*' }, 'INVALID_INPUT'],
      ['no topic', { topics: [] }, 'INVALID_INPUT'],
      ['a topic that cannot be', { topics: ['a b'] }, 'INVALID_TOPIC_NAME'],
      ['too many topics', { topics: Array.from({ length: 1_001 }, (_, i) => `t${i}`) }, 'LIMIT_EXCEEDED'],
      ['a pattern that is none', { topics: undefined, topicPattern: '(' }, 'INVALID_PATTERN'],
      ['a pattern that only backtracking matches', { topics: undefined, topicPattern: '(a)\\1' }, 'INVALID_PATTERN'],
      ['a unit of other topics', { units: [{ name: 'u', topics: ['other'] }] }, 'INVALID_INPUT'],
      ['an empty clientId', { clientId: '' }, 'INVALID_INPUT'],
      ['an instanceId that is too long', { instanceId: 'x'.repeat(256) }, 'INVALID_INPUT'],
      ['no records at a time', { maxRecords: 0 }, 'INVALID_INPUT'],
      ['half a record', { maxUncommitted: 0.5 }, 'INVALID_INPUT'],
      ['no time', { maxProcessingMs: 0 }, 'INVALID_INPUT'],
      ['a session that is shorter than two heartbeats', { sessionTimeoutMs: 1 }, 'INVALID_INPUT'],
      ['a negative time', { revocationTimeoutMs: -1 }, 'INVALID_INPUT'],
      ['a policy there is not', { resetPolicy: 'NEAREST' as never }, 'INVALID_INPUT'],
      ['one of a topic', { resetPolicies: { t: 'NEAREST' as never } }, 'INVALID_INPUT'],
      ['a mode there is not', { commitMode: 'AUTO' as never }, 'INVALID_INPUT'],
    ];
    it.each(cases)('is refused at once: %s', (_, input, code) => {
      const valid = { group: 'g', topics: ['t'] };
      expect(() => subject.engine.consumer({ ...valid, ...input })).toThrow(refusal(code) as Error);
    });

    it('is refused with the first event: a topic that is not there', async () => {
      const input = { group: groupName(), topics: [await subject.topic(), 'nowhere'] };
      await expect(consumer(input).next()).rejects.toEqual(refusal('TOPIC_NOT_FOUND', /nowhere/));
      expect(await subject.engine.groups.describe(input.group)).toBeNull();
    });
  });
}
