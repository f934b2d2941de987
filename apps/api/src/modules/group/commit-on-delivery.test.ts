import { MillraceError } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import type { Consumer } from '@millrace/engine';
import { describe, expect, test } from 'vitest';
import { fakeBatch } from '../../testing/fake-batch.ts';
import { TailBatch } from '../record/tail-batch.ts';
import { commitOnDelivery } from './commit-on-delivery.ts';
import type { ConsumeEvent } from './consume-event.ts';

const formats = { keyFormat: 'STRING', valueFormat: 'JSON' } as const;
const batch = (partition: number, baseOffset: number, count: number) => {
  const records = fakeBatch(partition, baseOffset, count);
  return new TailBatch(records, [records], formats);
};
const assignment = (generation: number): ConsumeEvent => ({
  kind: 'ASSIGNMENT',
  memberId: 'm',
  generation,
  partitions: [],
});

/** Events that are all there, and a consumer of partitions 0 and 1 whose commits are answered by hand. */
function setUp(given: readonly ConsumeEvent[], readerRetryMs = 60_000) {
  const owned = { partitions: [0, 1] };
  const commits: { offsets: unknown; options: unknown; answer: (error?: Error) => void }[] = [];
  const consumer = {
    get assignment() {
      return owned.partitions.map((partition) => ({ topic: 't', partition, offset: 0 }));
    },
    commit: (offsets: unknown, options: unknown) =>
      new Promise<void>((resolve, reject) => {
        commits.push({ offsets, options, answer: (error) => (error ? reject(error) : resolve()) });
      }),
  } as unknown as Consumer;
  const iterator: AsyncIterator<ConsumeEvent, void> = (async function* () {
    yield* given;
  })();
  const clock = new FakeClock();
  const events = commitOnDelivery(iterator, consumer, { clock, readerRetryMs });
  /** The next event, which the socket takes. */
  const deliver = async () => {
    const event = await events.next();
    events.taken?.();
    return event;
  };
  return { commits, events, deliver, clock, owned };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('ON_DELIVERY', () => {
  test('commits a batch once it is taken, and hands out the next event once that is acknowledged', async () => {
    const { commits, events, deliver } = setUp([assignment(3), batch(0, 0, 5), assignment(4), batch(1, 7, 1)]);
    await deliver();
    expect(((await events.next()).value as TailBatch).nextOffset).toBe(5);
    await settle();
    expect(commits).toEqual([]);
    events.taken?.();
    // A socket that takes no more for a while does not ask for the next: its partition may move meanwhile.
    await settle();
    expect(commits).toHaveLength(1);
    let handedOut = false;
    const next = events.next().finally(() => {
      handedOut = true;
    });
    await settle();
    expect(commits).toMatchObject([
      { offsets: [{ topic: 't', partition: 0, nextOffset: 5, logEpoch: 0 }], options: { generation: 3 } },
    ]);
    expect(handedOut).toBe(false);
    commits[0]?.answer();
    expect((await next).value).toEqual(assignment(4));
    await deliver();
    expect(commits).toHaveLength(2);
    expect(commits[1]).toMatchObject({ offsets: [{ partition: 1, nextOffset: 8 }], options: { generation: 4 } });
  });

  test('commits the last batch before it leaves', async () => {
    const { commits, events, deliver } = setUp([assignment(1), batch(0, 0, 5), batch(0, 5, 5)]);
    await deliver();
    await deliver();
    const left = events.return?.();
    await settle();
    expect(commits).toMatchObject([{ offsets: [{ partition: 0, nextOffset: 5 }] }]);
    commits[0]?.answer(new MillraceError('POSTGRES_UNAVAILABLE', 'Away.'));
    await settle();
    // Once more, and no longer: nobody waits for it.
    expect(commits).toMatchObject([{}, { offsets: [{ partition: 0, nextOffset: 5 }] }]);
    commits[1]?.answer(new MillraceError('POSTGRES_UNAVAILABLE', 'Away.'));
    expect(await left).toEqual({ value: undefined, done: true });
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  test('never commits what was handed out and not taken, because the socket closed meanwhile', async () => {
    const { commits, events, deliver } = setUp([assignment(1), batch(0, 0, 5), batch(0, 5, 5)]);
    await deliver();
    await deliver();
    const next = events.next();
    await settle();
    commits[0]?.answer();
    expect(((await next).value as TailBatch).nextOffset).toBe(10);
    await events.return?.();
    expect(commits).toMatchObject([{ offsets: [{ nextOffset: 5 }] }]);
  });

  test('goes on when the partition has moved to somebody else', async () => {
    const { commits, events, deliver } = setUp([assignment(1), batch(0, 0, 1), assignment(2)]);
    await deliver();
    await deliver();
    const next = events.next();
    await settle();
    commits[0]?.answer(new MillraceError('FENCED_MEMBER', 'Moved.'));
    expect((await next).value).toEqual(assignment(2));
  });

  test('leaves out what has waited until its partition was somebody else’s', async () => {
    const { commits, events, deliver, clock, owned } = setUp([
      assignment(1),
      batch(0, 0, 1),
      batch(0, 1, 1),
      batch(1, 0, 1),
      batch(0, 2, 1),
      assignment(2),
    ]);
    await deliver();
    await deliver();
    commits[0]?.answer();
    clock.advance(11_000);
    owned.partitions = [1];
    expect(((await events.next()).value as TailBatch).partition).toBe(1);
    events.taken?.();
    commits[1]?.answer();
    clock.advance(11_000);
    expect((await events.next()).value).toEqual(assignment(2));
    await events.return?.();
    expect(commits).toHaveLength(2);
  });

  test('ends with any other refusal', async () => {
    const { commits, events, deliver } = setUp([assignment(1), batch(0, 0, 1), assignment(2)]);
    await deliver();
    await deliver();
    const next = events.next();
    await settle();
    commits[0]?.answer(new MillraceError('INVALID_INPUT', 'No.'));
    await expect(next).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('rides out an outage: what was delivered does not come again for it', async () => {
    const { commits, events, deliver, clock } = setUp([assignment(1), batch(0, 0, 5), assignment(2)]);
    await deliver();
    await deliver();
    const next = events.next();
    for (const code of ['POSTGRES_UNAVAILABLE', 'QUEUE_FULL'] as const) {
      await settle();
      commits.at(-1)?.answer(new MillraceError(code, 'Away.'));
      await settle();
      clock.advance(1_000);
    }
    await settle();
    expect(commits).toHaveLength(3);
    expect(commits[2]).toMatchObject({ offsets: [{ partition: 0, nextOffset: 5 }] });
    commits[2]?.answer();
    expect((await next).value).toEqual(assignment(2));
  });

  test('rides out an outage for as long as readers are told to, and no longer', async () => {
    const { commits, events, deliver, clock } = setUp([assignment(1), batch(0, 0, 5), assignment(2)], 600_000);
    await deliver();
    await deliver();
    const next = events.next();
    let failed: unknown;
    next.catch((error: unknown) => {
      failed = error;
    });
    for (let minute = 0; minute < 12; minute++) {
      expect(failed).toBeUndefined();
      commits.at(-1)?.answer(new MillraceError('POSTGRES_UNAVAILABLE', 'Away.'));
      await settle();
      clock.advance(60_000);
      await settle();
      if (minute > 10) expect(failed).toMatchObject({ code: 'POSTGRES_UNAVAILABLE' });
    }
  });

  test('who leaves while a commit is on its way waits for that batch to be committed', async () => {
    const { commits, events, deliver } = setUp([assignment(1), batch(0, 0, 5), batch(0, 5, 5)]);
    await deliver();
    await deliver();
    const next = events.next();
    await settle();
    let hasLeft = false;
    const left = events.return?.().finally(() => {
      hasLeft = true;
    });
    await settle();
    expect(hasLeft).toBe(false);
    for (const { answer } of commits) answer();
    await left;
    expect(await next).toEqual({ value: undefined, done: true });
  });
});
