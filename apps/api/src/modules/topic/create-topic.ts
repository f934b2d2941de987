import type { GqlMutationResolvers } from '../../generated/resolver-types.ts';
import { TopicView } from './topic-view.ts';

export const createTopic: NonNullable<GqlMutationResolvers['createTopic']> = async (_, { input }, { engine }) => {
  const { name, partitionCount, config } = input;
  const topic = await engine.topics.create({ name, partitionCount, config: config ?? undefined });
  return { topic: new TopicView(topic, engine) };
};
