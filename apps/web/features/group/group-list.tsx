'use client';

import { graphql } from '../../generated/index.ts';
import { useLiveQuery } from '../api/use-live-query.ts';
import { ListPage, useListVariables } from '../frame/list-page.tsx';
import { GroupTable, GroupTableSkeleton } from './group-table.tsx';
import { NoGroups } from './no-groups.tsx';

const groupListQuery = graphql(`
  query GroupList($search: String, $first: Int!, $after: String) {
    consumerGroups(search: $search, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...GroupRow
      }
    }
  }
`);

export function GroupList() {
  const variables = useListVariables();
  const { data, problem, refresh } = useLiveQuery({
    query: groupListQuery,
    variables,
    refreshMs: 3_000,
    keepPrevious: true,
    typenames: ['ConsumerGroup'],
  });
  return (
    <ListPage
      title="Consumer groups"
      things="groups"
      list={data?.consumerGroups}
      problem={problem}
      onRetry={refresh}
      skeleton={<GroupTableSkeleton />}
      empty={<NoGroups search={variables.search} />}
    >
      <GroupTable groups={data?.consumerGroups.nodes ?? []} />
    </ListPage>
  );
}
