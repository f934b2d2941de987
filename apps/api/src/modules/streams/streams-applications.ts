import { listApplications } from '@millrace/streams-rx';
import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { assertWithin } from '../base/assert-within.ts';
import { ApplicationView } from './application-view.ts';

export const streamsApplications: NonNullable<GqlQueryResolvers['streamsApplications']> = async (
  _,
  { search, first, after },
  { engine, limits },
) => {
  assertWithin('first', first, 1, limits.maxApplicationsPerPage);
  const page = await listApplications(engine, { first, search: search || undefined, after: after ?? undefined });
  return {
    nodes: page.applications.map((application) => new ApplicationView(application, engine)),
    totalCount: page.totalCount,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.applications.at(-1)?.id ?? null },
  };
};
