import { silentLogger } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { consumed, joined, later, next } from '../testing/consuming.ts';
import { loseEnd } from '../testing/lose-end.ts';
import { record } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { until, within } from '../testing/wait.ts';

let log: TestEngine;
let lostOffsets: string[];
/** What the log says of them. */
let lines: object[];

beforeEach(async () => {
  lostOffsets = [];
  lines = [];
  const warn = (fields: object, message: string) => {
    if (message.startsWith('The log has lost records')) lines.push(fields);
  };
  const nothing = () => {};
  const observer = new Proxy({} as EngineObserver, {
    get: (_, name) => (name === 'offsetLost' ? (group: string) => void lostOffsets.push(group) : nothing),
  });
  log = await createTestEngine({ observer, logger: { ...silentLogger, warn }, limits: { sessionTimeoutMs: 60_000 } });
  await log.engine.topics.create({ name: 't' });
});

afterEach(() => log.remove());

/** One row of so many records. */
const append = (count: number, prefix: string) =>
  log.engine.append({ topic: 't', records: Array.from({ length: count }, (_, i) => record(null, `${prefix}${i}`)) });

/** The log loses all but its first 5 records, and gets others. */
async function loseTail(): Promise<void> {
  const before = log.engine.logEpoch;
  await loseEnd(log, { topic: 't', partition: 0, from: 5 });
  await until('the node to connect again', () => log.engine.logEpoch > before);
  await append(6, 'new');
}

const input = (more = {}) => ({ group: 'g', topics: ['t'], ...more });
const place = { topic: 't', partition: 0 };

/** A group that has done all 8 records, of which 3 are going to be lost. */
async function done(more = {}): Promise<void> {
  const consumer = await joined(log.engine, input(more));
  await append(5, 'kept');
  await append(3, 'lost');
  await consumer.commit((await consumed(consumer, 8)).last);
  await consumer.return?.();
}

const lag = async () => (await log.engine.groups.describe('g'))?.lag;

describe('L43: a committed offset behind records that the log has lost', () => {
  it.each(['EARLIEST', 'LATEST'] as const)(
    'with %s goes on from where the log ended: nothing is skipped, nothing comes again, and it is said',
    async (resetPolicy) => {
      await done({ resetPolicy });
      await loseTail();
      expect(await lag()).toBe(6);
      const consumer = log.engine.consumer(input({ resetPolicy }));
      expect((await next(consumer, 'ASSIGNMENT')).partitions).toEqual([{ ...place, offset: 5 }]);
      expect((await consumed(consumer, 6)).values).toEqual(Array.from({ length: 6 }, (_, i) => `new${i}`));
      expect(lostOffsets).toEqual(['g']);
      expect(lines).toEqual([{ group: 'g', ...place, committedOffset: 8, logEpoch: 0, epochEndOffset: 5 }]);
    },
  );

  it('with NONE is NO_COMMITTED_OFFSET, which says what was lost', async () => {
    await done();
    await loseTail();
    const consumer = log.engine.consumer(input({ resetPolicy: 'NONE' }));
    await expect(within(consumer.next(), 'its end')).rejects.toMatchObject({
      code: 'NO_COMMITTED_OFFSET',
      message: expect.stringMatching(/offset 8, is of log epoch 0, which ended at offset 5/),
      details: { committedOffset: 8, logEpoch: 0, epochEndOffset: 5 },
    });
  });

  it('counts up to where the log ended, for a reset too', async () => {
    await done();
    await loseTail();
    const [reset] = await log.engine.groups.resetOffsets({ group: 'g', topic: 't', to: { shiftBy: 1 } });
    expect(reset).toMatchObject({ committedOffset: 5, newOffset: 6 });
    // Which is one of the log as it is now.
    const consumer = log.engine.consumer(input());
    expect((await next(consumer, 'ASSIGNMENT')).partitions).toEqual([{ ...place, offset: 6 }]);
    expect(lostOffsets).toEqual([]);
  });

  it('that lies before what was lost is as good as ever', async () => {
    await append(5, 'kept');
    const consumer = await joined(log.engine, input());
    const { last } = await consumed(consumer, 5);
    await consumer.commit([{ ...place, nextOffset: 4 }]);
    await consumer.return?.();
    await append(3, 'lost');
    await loseTail();
    const again = log.engine.consumer(input());
    expect((await consumed(again, 7)).values).toEqual(['kept4', ...Array.from({ length: 6 }, (_, i) => `new${i}`)]);
    expect([last.batch.logEpoch, lostOffsets]).toEqual([0, []]);
  });

  it('is in the epoch of now once it is committed anew', async () => {
    await done();
    await loseTail();
    const consumer = await joined(log.engine, input());
    await consumed(consumer, 6);
    // Without saying so: it is what the member was handed out.
    await consumer.commit([{ ...place, nextOffset: 9 }]);
    await consumer.return?.();
    expect(await lag()).toBe(2);
    const again = log.engine.consumer(input());
    expect((await next(again, 'ASSIGNMENT')).partitions).toEqual([{ ...place, offset: 9 }]);
    expect(lostOffsets).toEqual(['g']);
  });
});

describe('L43: members that are there when the log loses its end', () => {
  it('cannot commit what they were handed out of it, and go on from what is there', async () => {
    await append(5, 'kept');
    const consumer = await joined(log.engine, input({ maxUncommitted: 8 }));
    await append(3, 'lost');
    const { last } = await consumed(consumer, 8);
    await loseTail();
    // Its window was full of what was lost: it is open again.
    const assignment = await later(consumer, 'ASSIGNMENT');
    expect(assignment.partitions).toEqual([{ ...place, offset: 0 }]);
    await expect(consumer.commit(last)).rejects.toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      details: { offset: 8, logEpoch: 0, epochEndOffset: 5 },
    });
    // Nothing of it was committed, so that all that is left comes again.
    const { values, last: newest } = await consumed(consumer, 8);
    expect(values.slice(4)).toEqual(['kept4', 'new0', 'new1', 'new2']);
    await consumer.commit(newest);
    expect(await lag()).toBe(3);
  });

  it('that commit on delivery leave out what was lost, and go on', async () => {
    await append(5, 'kept');
    const consumer = await joined(log.engine, input({ commitMode: 'ON_DELIVERY', maxRecords: 5 }));
    await consumed(consumer, 5);
    await append(3, 'lost');
    await consumed(consumer, 3);
    await loseTail();
    expect((await later(consumer, 'ASSIGNMENT')).partitions).toEqual([{ ...place, offset: 5 }]);
    expect((await consumed(consumer, 6)).values[0]).toBe('new0');
  });

  it('are not disturbed if they were not ahead', async () => {
    await append(5, 'kept');
    const consumer = await joined(log.engine, input());
    await consumer.commit((await consumed(consumer, 5)).last);
    await append(3, 'lost');
    await loseTail();
    const event = await next(consumer, 'RECORDS');
    expect([event.batch.offset(0), event.batch.logEpoch]).toEqual([5, log.engine.logEpoch]);
  });

  it('of another node are refused a commit of what was lost, and may not commit beyond the end that there is now', async () => {
    await append(5, 'kept');
    const consumer = await joined(log.engine, input());
    await append(3, 'lost');
    await consumed(consumer, 8);
    const other = await log.node();
    const memberId = consumer.memberId as string;
    const { generation } = (await log.engine.groups.describe('g')) as { generation: number };
    const commit = (nextOffset: number, logEpoch?: number) =>
      other.groups.commitOffsets({ group: 'g', memberId, generation, offsets: [{ ...place, nextOffset, logEpoch }] });
    await commit(8, 0);
    await loseTail();
    await until('the other node to hear of it', () => other.logEpoch === log.engine.logEpoch);
    await expect(commit(8, 0)).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE', /which ended at offset 5/));
    await expect(commit(12, other.logEpoch)).rejects.toEqual(refusal('OFFSET_OUT_OF_RANGE', /ends at 11/));
    await commit(5, 0);
    await commit(7, other.logEpoch);
    // Without an epoch it is the one of now.
    await commit(8);
    expect(await lag()).toBe(3);
  });
});
