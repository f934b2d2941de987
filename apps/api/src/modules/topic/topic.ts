import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { TopicView } from './topic-view.ts';

export const topic: NonNullable<GqlQueryResolvers['topic']> = async (_, { name }, { engine }) => {
  const found = await engine.topics.describe(name);
  return found && new TopicView(found, engine);
};
