import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';
import { PartitionView } from './partition-view.ts';
import { requireTopic } from './require-topic.ts';

export const deleteRecords: NonNullable<GqlMutationResolvers['deleteRecords']> = async (_, { input }, { engine }) => {
  const { topic: name, partitions } = input;
  const topic = await requireTopic(engine, name);
  const all = () => Array.from({ length: topic.partitionCount }, (_unused, partition) => ({ partition }));
  const bounds = await engine.topics.deleteRecords({
    topic: name,
    partitions: partitions?.map(({ partition, before }) => ({ partition, before: before ?? undefined })) ?? all(),
  });
  return { partitions: bounds.map((partition) => new PartitionView(partition, engine)) };
};
