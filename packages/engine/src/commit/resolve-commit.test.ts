import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import type { OffsetToCommit } from '../consumer/consumer.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { type TopicState, topicNotFound, topicStateOf } from '../topic/topic-state.ts';
import { resolveCommit } from './resolve-commit.ts';

const topicOf = (name: string, ids: readonly number[]): TopicState =>
  topicStateOf({
    id: 1,
    name,
    internal: false,
    config: {},
    created_at: '2026-01-01',
    segment_id: 1,
    log_epoch: 3,
    partitions: ids.map((id, index) => ({ id, index, start: 0, first: 0 })),
  });

/** Remembers "known" with two partitions; by now there are three, and "unseen". */
class Catalogue {
  #now = new Map([topicOf('known', [10, 11, 12]), topicOf('unseen', [20])].map((topic) => [topic.name, topic]));
  asked = 0;

  peek(name: string) {
    return name === 'known' ? topicOf('known', [10, 11]) : undefined;
  }

  async refresh(name: string) {
    this.asked += 1;
    return this.#now.get(name) ?? null;
  }

  async get(name: string) {
    const topic = await this.refresh(name);
    if (!topic) throw topicNotFound(name);
    return topic;
  }
}

const at = (topic: string, partition: number, nextOffset: number, more: Partial<OffsetToCommit> = {}) => ({
  topic,
  partition,
  nextOffset,
  ...more,
});

const resolve = (offsets: readonly OffsetToCommit[], generation = 7, catalogue = new Catalogue()) =>
  resolveCommit(catalogue as unknown as TopicCatalogue, { maxPartitionsPerCommit: 3 }, offsets, {
    generation,
    logEpoch: 3,
  });

describe('what is to be committed', () => {
  it('is found without a question where the topic is remembered', async () => {
    const catalogue = new Catalogue();
    expect(await resolve([at('known', 1, 5), at('known', 0, 0)], 7, catalogue)).toEqual([
      { partitionId: 11, topic: 'known', partition: 1, generation: 7, nextOffset: 5, logEpoch: 3, metadata: null },
      { partitionId: 10, topic: 'known', partition: 0, generation: 7, nextOffset: 0, logEpoch: 3, metadata: null },
    ]);
    expect(catalogue.asked).toBe(0);
  });

  it('may be in topics and partitions that were made a moment ago', async () => {
    const found = await resolve([at('known', 2, 1, { logEpoch: 4, metadata: 'm' }), at('unseen', 0, 1)]);
    expect(found).toMatchObject([{ partitionId: 12, logEpoch: 4, metadata: 'm' }, { partitionId: 20 }]);
  });

  it('is in topics and partitions that there are', async () => {
    await expect(resolve([at('none', 0, 1)])).rejects.toEqual(refusal('TOPIC_NOT_FOUND', /"none"/));
    await expect(resolve([at('known', 3, 1)])).rejects.toEqual(refusal('PARTITION_NOT_FOUND', /0 to 2/));
    await expect(resolve([at('known', 0.5, 1)])).rejects.toEqual(refusal('PARTITION_NOT_FOUND'));
  });

  it('names a partition once, and some', async () => {
    await expect(resolve([at('known', 0, 1), at('known', 0, 2)])).rejects.toEqual(refusal('INVALID_INPUT', /twice/));
    await expect(resolve([])).rejects.toEqual(refusal('INVALID_INPUT', /at least one/));
  });

  it('names no more partitions than a call takes', async () => {
    const many = [0, 1, 2, 0].map((partition) => at('known', partition, 1));
    await expect(resolve(many)).rejects.toEqual(refusal('LIMIT_EXCEEDED', /up to 3 .* not 4/));
  });
});
