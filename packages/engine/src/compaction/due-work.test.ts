import { describe, expect, it } from 'vitest';
import { resolveTopicConfig, type TopicConfigOverrides } from '../topic/topic-config.ts';
import { dueWork } from './due-work.ts';

/** A sealed segment of 2,000 rows of 500 bytes. */
const smallRows = {
  ...{ id: 1, tableId: 1, clean: false, rewritten: false, openedAt: 0, maxTimestamp: 0 },
  ...{ byteSize: 1_000_000, rowCount: 2_000, recordCount: 2_000, tombstoneCount: 0 },
};
const due = (config: TopicConfigOverrides) =>
  dueWork({
    ...{ id: 1, name: 't', config: resolveTopicConfig(config), tombstonesSince: null, now: 10_000_000 },
    segments: [smallRows],
  });

describe('merging', () => {
  it('is for segments of small rows', () => {
    expect(due({})).toEqual({ kind: 'MERGE', segments: [smallRows] });
    expect(due({ retentionMs: 86_400_000 })).toEqual({ kind: 'MERGE', segments: [smallRows] });
    expect(due({ retentionMs: -1 })).toEqual({ kind: 'MERGE', segments: [smallRows] });
  });

  it('is not for those that leave the log within the hour', () => {
    expect(due({ retentionMs: 3_600_000 })).toBeNull();
    expect(due({ retentionMs: 0 })).toBeNull();
  });
});
