import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { TopicView } from './topic-view.ts';

export const topics: NonNullable<GqlQueryResolvers['topics']> = async (
  _,
  { search, internal, first, after },
  { engine, limits },
) => {
  assertWithin('first', first, 1, limits.maxTopicsPerPage);
  const page = await engine.topics.list({
    internal,
    first,
    ...(search ? { search } : {}),
    ...(after ? { after } : {}),
  });
  return {
    nodes: page.topics.map((topic) => new TopicView(topic, engine)),
    totalCount: page.totalCount,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.topics.at(-1)?.name ?? null },
  };
};
