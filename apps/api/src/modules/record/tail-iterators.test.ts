import { FakeClock } from '@millrace/core/testing';
import { describe, expect, test } from 'vitest';
import { fakeBatch } from '../../testing/fake-batch.ts';
import { fillBatches } from './fill-batches.ts';
import { limitRate } from './limit-rate.ts';
import { TailBatch } from './tail-batch.ts';

const formats = { keyFormat: 'STRING', valueFormat: 'JSON' } as const;
const batch = (partition: number, baseOffset: number, count: number, recordBytes = 1) => {
  const records = fakeBatch(partition, baseOffset, count, 't', recordBytes);
  return new TailBatch(records, [records], formats);
};
const shape = ({ value }: IteratorResult<TailBatch, void>) =>
  value && [value.partition, value.records.map((record) => record.offset), value.nextOffset, value.skipped];

/** A source that is fed by hand. */
function source<Event = TailBatch>() {
  const queue: Event[] = [];
  let wake: (() => void) | undefined;
  let done = false;
  return {
    pulls: 0,
    push(...batches: Event[]) {
      queue.push(...batches);
      wake?.();
    },
    async next(): Promise<IteratorResult<Event, void>> {
      this.pulls += 1;
      while (queue.length === 0 && !done) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const value = queue.shift();
      return value === undefined ? { value: undefined, done: true } : { value, done: false };
    },
    async return(): Promise<IteratorResult<Event, void>> {
      done = true;
      wake?.();
      return { value: undefined, done: true };
    },
  };
}

/** Lets what is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('fillBatches', () => {
  const fill = () => {
    const from = source();
    const clock = new FakeClock();
    return { from, clock, batches: fillBatches(from, { maxRecords: 10, maxWaitMs: 100, clock }) };
  };

  test('joins what follows until a batch is full, and keeps the rest', async () => {
    const { from, batches, clock } = fill();
    from.push(batch(0, 0, 4), batch(1, 0, 2), batch(0, 4, 9));
    expect(shape(await batches.next())).toEqual([0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10, 0]);
    const next = batches.next();
    await settle();
    clock.advance(100);
    expect(shape(await next)).toEqual([1, [0, 1], 2, 0]);
    expect(shape(await batches.next())).toEqual([0, [10, 11, 12], 13, 0]);
  });

  test('what is no batch never waits, and stays behind what came before it', async () => {
    const from = source<TailBatch | string>();
    const clock = new FakeClock();
    const events = fillBatches<string>(from, { maxRecords: 10, maxWaitMs: 100, clock });
    from.push(batch(0, 0, 4), batch(1, 0, 2), 'revoked', batch(0, 4, 1), 'assigned');
    const seen: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      const { value } = await events.next();
      seen.push(value instanceof TailBatch ? [value.partition, value.count] : value);
    }
    expect(seen).toEqual([[0, 4], [1, 2], 'revoked', [0, 1], 'assigned']);
  });

  test('does not wait longer than it may', async () => {
    const { from, batches, clock } = fill();
    from.push(batch(0, 0, 1));
    let settled = false;
    const next = batches.next().finally(() => {
      settled = true;
    });
    await settle();
    clock.advance(99);
    await settle();
    expect(settled).toBe(false);
    clock.advance(1);
    expect(shape(await next)).toEqual([0, [0], 1, 0]);
  });

  test('large records do not wait for others: no batch is joined to more than a mebibyte', async () => {
    const { from, batches } = fill();
    from.push(batch(0, 0, 4, 100_000), batch(0, 4, 4, 100_000), batch(0, 8, 1, 600_000), batch(0, 9, 1, 2_000_000));
    const seen = [await batches.next(), await batches.next(), await batches.next()].map(shape);
    expect(seen.map((found) => found?.[1])).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [8], [9]]);
  });

  test('what waits in many partitions is bounded, and the oldest goes out first', async () => {
    const { from, batches } = fill();
    // 5 MB, none of them full.
    for (let partition = 0; partition < 10; partition++) from.push(batch(partition, 0, 5, 100_000));
    expect(shape(await batches.next())?.[0]).toBe(0);
    expect(shape(await batches.next())?.[0]).toBe(1);
    let settled = false;
    void batches.next().finally(() => {
      settled = true;
    });
    await settle();
    expect(settled).toBe(false);
    await batches.return?.();
  });

  test('nothing waits once so much does that nothing more may come before some of it is gone', async () => {
    const from = source();
    const batches = fillBatches(from, { maxRecords: 10, maxWaitMs: 100, maxWaitingRecords: 6, clock: new FakeClock() });
    from.push(batch(0, 0, 3), batch(1, 0, 2));
    const next = batches.next();
    await settle();
    from.push(batch(0, 3, 1), batch(1, 2, 2));
    expect(shape(await next)).toEqual([0, [0, 1, 2, 3], 4, 0]);
    expect(shape(await batches.next())).toEqual([1, [0, 1], 2, 0]);
    let settled = false;
    void batches.next().finally(() => {
      settled = true;
    });
    await settle();
    expect(settled).toBe(false);
    await batches.return?.();
  });

  test('pulls nothing while a batch is ready, and ends at once', async () => {
    const { from, batches } = fill();
    from.push(batch(0, 0, 10), batch(0, 10, 10));
    await batches.next();
    expect(from.pulls).toBe(1);
    await batches.next();
    const pending = batches.next();
    await settle();
    await batches.return?.();
    expect((await pending).done).toBe(true);
  });
});

describe('limitRate', () => {
  const limit = () => {
    const from = source();
    const clock = new FakeClock();
    return { from, clock, batches: limitRate(from, { maxRecordsPerSecond: 10, clock }) };
  };

  test('keeps the newest and counts the others in the partition’s next batch', async () => {
    const { from, batches, clock } = limit();
    from.push(batch(0, 0, 8), batch(0, 8, 5), batch(1, 0, 3), batch(0, 13, 2));
    expect(shape(await batches.next())).toEqual([0, [0, 1, 2, 3, 4, 5, 6, 7], 8, 0]);
    expect(shape(await batches.next())).toEqual([0, [11, 12], 13, 3]);
    // The allowance is spent: partition 1 loses three, partition 0 two more, until half a second has given five back.
    const next = batches.next();
    await settle();
    clock.advance(500);
    from.push(batch(1, 3, 4));
    expect(shape(await next)).toEqual([1, [3, 4, 5, 6], 7, 3]);
    from.push(batch(0, 15, 1));
    expect(shape(await batches.next())).toEqual([0, [15], 16, 2]);
  });

  test('says what was left out even when nothing follows', async () => {
    const { from, batches, clock } = limit();
    from.push(batch(0, 0, 10), batch(0, 10, 50));
    await batches.next();
    const next = batches.next();
    await settle();
    clock.advance(1_000);
    expect(shape(await next)).toEqual([0, [], 60, 50]);
  });

  test('never lets more through than the rate and one second in reserve', async () => {
    const { from, batches, clock } = limit();
    let through = 0;
    let skipped = 0;
    for (let second = 0; second < 5; second++) {
      from.push(batch(0, second * 100, 100));
      const { value } = await batches.next();
      through += value?.count ?? 0;
      skipped += value?.skipped ?? 0;
      clock.advance(1_000);
    }
    expect([through, skipped]).toEqual([50, 450]);
  });
});
