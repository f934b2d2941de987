import type { TopicConfig, TopicConfigOverrides } from './topic-config.ts';

export interface Topic {
  readonly id: number;
  readonly name: string;
  readonly internal: boolean;
  /** Partitions are numbered from 0 to `partitionCount - 1`. */
  readonly partitionCount: number;
  /** What is in force: what was set, else the default. */
  readonly config: TopicConfig;
  /** Names of what was set. */
  readonly configured: readonly (keyof TopicConfig)[];
  readonly createdAt: Date;
}

export interface TopicPage {
  readonly topics: readonly Topic[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
}

export interface CreateTopicInput {
  /** `[a-zA-Z0-9._-]{1,249}`, neither `.` nor `..`. */
  readonly name: string;
  /** 1 to `limits.maxPartitionsPerTopic`; default 1. */
  readonly partitionCount?: number | undefined;
  readonly internal?: boolean | undefined;
  readonly config?: TopicConfigOverrides | undefined;
}

export interface UpdateTopicInput {
  readonly name: string;
  /** A new total, larger than the present one. */
  readonly partitionCount?: number | undefined;
  /** Only what is named changes; null goes back to the default. */
  readonly config?: TopicConfigOverrides | undefined;
}
