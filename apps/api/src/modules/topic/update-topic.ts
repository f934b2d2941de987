import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';
import { TopicView } from './topic-view.ts';

export const updateTopic: NonNullable<GqlMutationResolvers['updateTopic']> = async (_, { input }, { engine }) => {
  const { name, partitionCount, config } = input;
  const topic = await engine.topics.update({
    name,
    partitionCount: partitionCount ?? undefined,
    config: config ?? undefined,
  });
  return { topic: new TopicView(topic, engine) };
};
