import {
  type Engine,
  type Topic,
  type TopicConfig,
  type TopicStatistics,
  topicConfigDefinitions,
} from '@millrace/engine';
import type { GqlResolvers, GqlTopicConfigEntry } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { PartitionView } from './partition-view.ts';

/** A topic as the schema's `Topic`; what needs the database is asked once, and only if it is selected. */
export class TopicView {
  readonly id: number;
  readonly name: string;
  readonly internal: boolean;
  readonly createdAt: Date;
  readonly partitionCount: number;
  readonly config: TopicConfig;
  readonly #topic: Topic;
  readonly #engine: Engine;
  #partitions: Promise<PartitionView[]> | undefined;

  constructor(topic: Topic, engine: Engine) {
    this.id = topic.id;
    this.name = topic.name;
    this.internal = topic.internal;
    this.createdAt = topic.createdAt;
    this.partitionCount = topic.partitionCount;
    this.config = topic.config;
    this.#topic = topic;
    this.#engine = engine;
  }

  get configEntries(): GqlTopicConfigEntry[] {
    const names = Object.keys(topicConfigDefinitions) as (keyof TopicConfig)[];
    return names.map((name) => {
      const definition = topicConfigDefinitions[name];
      return {
        name,
        value: this.config[name],
        default: definition.default,
        isSet: this.#topic.configured.includes(name),
        unit: definition.kind === 'integer' ? definition.unit : null,
        min: definition.kind === 'integer' ? definition.min : null,
        max: definition.kind === 'integer' ? definition.max : null,
        choices: definition.kind === 'choice' ? [...definition.choices] : null,
        description: definition.doc,
      };
    });
  }

  partitions(): Promise<PartitionView[]> {
    this.#partitions ??= this.#engine.topics
      .bounds(this.name)
      .then((bounds) => bounds.map((partition) => new PartitionView(partition, this.#engine)));
    return this.#partitions;
  }

  async recordCount(): Promise<number> {
    return (await this.partitions()).reduce((sum, partition) => sum + partition.recordCount, 0);
  }

  statistics(segments: number): Promise<TopicStatistics> {
    return this.#engine.topics.statistics(this.name, segments);
  }

  sizeBytes(): Promise<number> {
    return this.#engine.topics.sizeBytes(this.name);
  }
}

export const topicResolvers: GqlResolvers['Topic'] = {
  partitions: (topic) => topic.partitions(),
  recordCount: (topic) => topic.recordCount(),
  sizeBytes: (topic) => topic.sizeBytes(),
  statistics: (topic, { segments }, { limits }) => {
    assertWithin('segments', segments, 1, limits.maxListedSegments);
    return topic.statistics(segments);
  },
};
