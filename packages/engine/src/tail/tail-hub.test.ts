import { silentLogger } from '@millrace/core';
import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import type { PartitionAppend } from '../append/partition-append.ts';
import { defaultLimits } from '../limits.ts';
import { BatchBuilder } from '../record/batch-builder.ts';
import { record } from '../testing/records.ts';
import type { PartitionState, TopicState } from '../topic/topic-state.ts';
import type { PartitionTail } from './partition-tail.ts';
import { TailHub } from './tail-hub.ts';

const listener = { advanced() {}, logEpochRaised() {}, failed() {} };

/** Partitions that are read, and written by this node alone: nothing is asked of Postgres. */
function tails(count: number, limits: { maxRingBytes: number; maxRingsBytes: number }) {
  const hub = new TailHub({
    pool: undefined as never,
    reader: undefined as never,
    clock: new FakeClock(),
    logger: silentLogger,
    limits: { ...defaultLimits, ...limits },
  });
  const topic = { id: 1, name: 't', logEpoch: 0 } as TopicState;
  const made = Array.from({ length: count }, (_, index) => {
    const partition = { id: index + 1, index, logStartOffset: 0 } as PartitionState;
    return hub.join(topic, partition, undefined, listener);
  });
  const append = (tail: PartitionTail, bytes: number) => {
    const builder = new BatchBuilder();
    builder.push(record(null, 'x'.repeat(bytes)), 0);
    const { partition, end: baseOffset } = tail;
    hub.committed([
      { topic, partition, baseOffset, encoded: [builder.finish()], appendTimes: [0] } as unknown as PartitionAppend,
    ]);
  };
  return { tails: made, append };
}

/** The offsets that need no read, and what they take. */
function held(tail: PartitionTail): { offsets: number[]; bytes: number } {
  for (let first = 0; first < tail.end; first++) {
    const batch = tail.peek(first, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    if (!batch) continue;
    const offsets = Array.from({ length: batch.count }, (_, i) => batch.offset(i));
    return { offsets, bytes: batch.byteSize };
  }
  return { offsets: [], bytes: 0 };
}

describe('L15: what a ring holds', () => {
  it('is the newest batches, maxRingBytes of them', () => {
    const { tails: made, append } = tails(1, { maxRingBytes: 5_000, maxRingsBytes: 1_000_000 });
    const [tail] = made as [PartitionTail];
    for (let i = 0; i < 100; i++) {
      append(tail, 1_000);
      expect(held(tail).bytes).toBeLessThanOrEqual(5_000);
    }
    expect(held(tail).offsets).toEqual([96, 97, 98, 99]);
  });

  it('is a share of maxRingsBytes where there are many', () => {
    const { tails: made, append } = tails(10, { maxRingBytes: 5_000, maxRingsBytes: 21_000 });
    for (let i = 0; i < 20; i++) for (const tail of made) append(tail, 1_000);
    for (const tail of made) expect(held(tail).offsets).toEqual([18, 19]);
    expect(made.reduce((sum, tail) => sum + held(tail).bytes, 0)).toBeLessThanOrEqual(21_000);
  });

  it('is the newest batch, however large it is, and nothing beside it', () => {
    const { tails: made, append } = tails(1, { maxRingBytes: 5_000, maxRingsBytes: 1_000_000 });
    const [tail] = made as [PartitionTail];
    append(tail, 1_000);
    append(tail, 50_000);
    expect(held(tail).offsets).toEqual([1]);
    append(tail, 1_000);
    expect(held(tail).offsets).toEqual([2]);
  });
});
