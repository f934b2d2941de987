import { describe, expect, it } from 'vitest';
import { resolveTopicConfig, type TopicConfigOverrides } from '../topic/topic-config.ts';
import { dueWork } from './due-work.ts';
import type { SealedSegment, SealedTopic } from './read-sealed-topics.ts';

const now = 1_000_000;
const segment = (id: number, more: Partial<SealedSegment> = {}): SealedSegment => ({
  ...{ id, tableId: id, clean: false, rewritten: false, openedAt: id * 1_000, maxTimestamp: id * 1_000 },
  ...{ byteSize: 1_000_000, rowCount: 10, recordCount: 10, tombstoneCount: 0 },
  ...more,
});
const clean = (id: number, more: Partial<SealedSegment> = {}) => segment(id, { clean: true, rewritten: true, ...more });

/** What is due, as its kind and the segments: 'COMPACT 1 2'. */
function due(
  segments: readonly SealedSegment[],
  config: TopicConfigOverrides,
  tombstonesSince: number | null = null,
): string | null {
  const topic: SealedTopic = { id: 1, name: 't', config: resolveTopicConfig(config), segments, tombstonesSince, now };
  const work = dueWork(topic);
  return work && [work.kind, ...work.segments.map(({ id }) => id)].join(' ');
}
const compact = { cleanupPolicy: 'COMPACT' } as const;

describe('L24: compaction is due', () => {
  it('of a topic that is compacted, and no other', () => {
    expect(due([segment(1), segment(2)], compact)).toBe('COMPACT 1 2');
    expect(due([segment(1), segment(2)], { cleanupPolicy: 'COMPACT_DELETE' })).toBe('COMPACT 1 2');
    expect(due([segment(1), segment(2)], {})).toBeNull();
  });

  it('when half of the bytes are dirty, or the oldest dirty segment is as old as it may be', () => {
    expect(due([clean(1), segment(2)], compact)).toBe('COMPACT 1 2');
    expect(due([clean(1), clean(2), segment(3)], compact)).toBeNull();
    expect(due([clean(1), clean(2), segment(3)], { ...compact, maxCompactionLagMs: now - 3_000 })).toBe(
      'COMPACT 1 2 3',
    );
    expect(due([clean(1), clean(2), segment(3)], { ...compact, maxCompactionLagMs: now - 2_999 })).toBeNull();
  });

  it('not of segments that are too young or not measured yet, nor of any behind them', () => {
    const lag = { ...compact, minCompactionLagMs: now - 2_500 };
    expect(due([segment(1), segment(2), segment(3), segment(4, { maxTimestamp: 0 })], lag)).toBe('COMPACT 1 2');
    expect(due([segment(1), segment(2, { maxTimestamp: null }), segment(3)], compact)).toBe('COMPACT 1');
    expect(due([segment(1, { byteSize: null })], compact)).toBeNull();
  });

  it('for tombstones that may go, where there are any', () => {
    const config = { ...compact, deleteRetentionMs: 1_000 };
    const grave = clean(1, { tombstoneCount: 3 });
    expect(due([grave], config, now - 1_000)).toBe('COMPACT 1');
    expect(due([grave], config, now - 999)).toBeNull();
    expect(due([grave], config, null)).toBeNull();
    expect(due([clean(1)], config, now - 1_000)).toBeNull();
  });
});

describe('L26: merging is due', () => {
  const small = { rowCount: 5_000, byteSize: 5_000 * 300 };

  it('of segments with many small rows that were not rewritten yet', () => {
    expect(due([segment(1, small), segment(2), segment(3, small)], {})).toBe('MERGE 1 3');
    expect(due([segment(1, { ...small, rewritten: true })], {})).toBeNull();
  });

  it('not where rows are few or large, or not counted yet', () => {
    expect(due([segment(1, { rowCount: 999, byteSize: 300_000 })], {})).toBeNull();
    expect(due([segment(1, { rowCount: 5_000, byteSize: 5_000 * 1_024 })], {})).toBeNull();
    expect(due([segment(1, { ...small, rowCount: null })], {})).toBeNull();
  });

  it('not of those that leave the log within the hour', () => {
    expect(due([segment(1, small)], { retentionMs: 3_600_001 })).toBe('MERGE 1');
    expect(due([segment(1, small)], { retentionMs: 3_600_000 })).toBeNull();
    expect(due([segment(1, small)], { retentionMs: 0 })).toBeNull();
    expect(due([segment(1, small)], { retentionMs: -1 })).toBe('MERGE 1');
  });
});
