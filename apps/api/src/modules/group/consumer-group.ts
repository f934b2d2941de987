import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { GroupView } from './group-view.ts';

export const consumerGroup: NonNullable<GqlQueryResolvers['consumerGroup']> = async (_, { id }, { engine }) => {
  const found = await engine.groups.describe(id);
  return found && new GroupView(found, engine);
};
