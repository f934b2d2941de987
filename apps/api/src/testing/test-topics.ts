import type { TestApi } from './test-api.ts';

/** Makes a topic. */
export async function createTopic(api: TestApi, name: string, partitionCount = 1): Promise<void> {
  const input = { name, partitionCount };
  await api.data('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', { input });
}

/** Appends the numbers from..to-1 as values, number n to partition n % partitionCount. */
export async function produceNumbers(
  api: TestApi,
  topic: string,
  [from, to]: readonly [number, number],
  partitionCount = 1,
): Promise<void> {
  const records = Array.from({ length: to - from }, (_, i) => ({
    value: from + i,
    partition: (from + i) % partitionCount,
  }));
  const input = { topic, records };
  await api.data('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', { input });
}

export interface TestGroup {
  readonly state: string;
  readonly generation: number;
  readonly memberCount: number;
  readonly members: readonly {
    readonly id: string;
    readonly clientId: string;
    readonly partitions: readonly object[];
  }[];
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly memberId: string | null;
    readonly committedOffset: number | null;
    readonly metadata: string | null;
    readonly lag: number;
  }[];
  readonly lag: number;
}

/** A group as the API describes it; undefined when there is none. */
export async function groupOf(api: TestApi, id: string): Promise<TestGroup | undefined> {
  const { consumerGroup } = await api.data<{ consumerGroup: TestGroup | null }>(
    `query ($id: ID!) { consumerGroup(id: $id) { state generation memberCount lag
      members { id clientId partitions { topic partition } }
      partitions { topic partition memberId committedOffset metadata lag } } }`,
    { id },
  );
  return consumerGroup ?? undefined;
}

/** What a group has committed, by partition of its one topic. */
export async function committedBy(api: TestApi, id: string): Promise<(number | null)[]> {
  return ((await groupOf(api, id))?.partitions ?? []).map(({ committedOffset }) => committedOffset);
}
