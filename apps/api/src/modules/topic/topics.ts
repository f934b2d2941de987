import { MillraceError } from '@millrace/core';
import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { TopicView } from './topic-view.ts';

export const topics: NonNullable<GqlQueryResolvers['topics']> = async (
  _,
  { search, internal, first, after },
  { engine, limits },
) => {
  if (first < 1 || first > limits.maxTopicsPerPage) {
    throw new MillraceError('INVALID_INPUT', `first is 1 to ${limits.maxTopicsPerPage}, not ${first}.`);
  }
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
