import type { GqlTopicResolvers } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { GroupView } from './group-view.ts';

/** Topic.consumerGroups. */
export const topicConsumerGroups: NonNullable<GqlTopicResolvers['consumerGroups']> = async (
  topic,
  { first },
  { engine, limits },
) => {
  assertWithin('first', first, 1, limits.maxGroupsPerPage);
  const { groups } = await engine.groups.list({ topic: topic.name, first });
  return groups.map((group) => new GroupView(group, engine));
};
