import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { GroupView } from './group-view.ts';

export const consumerGroups: NonNullable<GqlQueryResolvers['consumerGroups']> = async (
  _,
  { search, topic, first, after },
  { engine, limits },
) => {
  assertWithin('first', first, 1, limits.maxGroupsPerPage);
  const page = await engine.groups.list({
    first,
    search: search || undefined,
    topic: topic ?? undefined,
    after: after ?? undefined,
  });
  return {
    nodes: page.groups.map((group) => new GroupView(group, engine)),
    totalCount: page.totalCount,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.groups.at(-1)?.name ?? null },
  };
};
