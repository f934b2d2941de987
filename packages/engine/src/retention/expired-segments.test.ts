import { describe, expect, it } from 'vitest';
import type { CleanupPolicy } from '../topic/topic-config.ts';
import { expiredSegments, type RetainedTopic } from './expired-segments.ts';

const now = 1_000_000;

/** Three sealed segments of 100 bytes, with newest records at 100, 200 and 300; the open one has 50 bytes. */
function topic(more: Partial<RetainedTopic> = {}): RetainedTopic {
  return {
    config: { cleanupPolicy: 'DELETE', retentionMs: -1, retentionBytes: -1 },
    partitionCount: 1,
    sealed: [1, 2, 3].map((id) => ({ id, maxTimestamp: id * 100, byteSize: 100 })),
    open: { id: 4, byteSize: 50 },
    reachedId: 1,
    now,
    ...more,
  };
}
const config = (retentionMs: number, retentionBytes = -1, cleanupPolicy: CleanupPolicy = 'DELETE') => ({
  ...{ retentionMs, retentionBytes, cleanupPolicy },
});
const left = (input: RetainedTopic) => {
  const expiry = expiredSegments(input);
  return expiry && [expiry.nextSegmentId, ...expiry.segments.map(({ reason }) => reason)];
};

describe('L22: which segments leave the log', () => {
  it('none without a limit', () => expect(left(topic())).toBeNull());

  it('none of a topic that is only compacted, but those whose records were deleted', () => {
    expect(left(topic({ config: config(0, 0, 'COMPACT') }))).toBeNull();
    expect(left(topic({ config: config(0, 0, 'COMPACT'), reachedId: 2 }))).toEqual([2, 'DELETED']);
    expect(left(topic({ config: config(0, 0, 'COMPACT_DELETE') }))).toEqual([4, 'TIME', 'TIME', 'TIME']);
  });

  it.each([
    [now - 100, null],
    [now - 101, [2, 'TIME']],
    [now - 250, [3, 'TIME', 'TIME']],
    [0, [4, 'TIME', 'TIME', 'TIME']],
  ])('by age: with %i ms', (retentionMs, expected) => {
    expect(left(topic({ config: config(retentionMs) }))).toEqual(expected);
  });

  it('by age only from the oldest on: a young one keeps those behind it', () => {
    const sealed = [300, 100, 100].map((maxTimestamp, i) => ({ id: i + 1, maxTimestamp, byteSize: 100 }));
    expect(left(topic({ sealed, config: config(now - 250) }))).toBeNull();
  });

  it('an empty one counts as old, one that was not looked at yet does not', () => {
    const sealed = (maxTimestamp: number | null) => [{ id: 3, maxTimestamp, byteSize: 8 }];
    expect(left(topic({ sealed: sealed(-1), config: config(10) }))).toEqual([4, 'TIME']);
    expect(left(topic({ sealed: sealed(null), config: config(10) }))).toBeNull();
  });

  it.each([
    [1, 251, null],
    [1, 250, [2, 'SIZE']],
    [1, 150, [3, 'SIZE', 'SIZE']],
    [1, 0, [4, 'SIZE', 'SIZE', 'SIZE']],
    [2, 126, null],
    [2, 125, [2, 'SIZE']],
  ])('by size, never to less: %i partitions with %i bytes each', (partitionCount, retentionBytes, expected) => {
    expect(left(topic({ partitionCount, config: config(-1, retentionBytes) }))).toEqual(expected);
  });

  it('what was deleted leaves whatever the limits are', () => {
    expect(left(topic({ reachedId: 3 }))).toEqual([3, 'DELETED', 'DELETED']);
    expect(left(topic({ reachedId: 2, config: config(now - 250) }))).toEqual([3, 'DELETED', 'TIME']);
    expect(left(topic({ reachedId: null }))).toBeNull();
  });
});
