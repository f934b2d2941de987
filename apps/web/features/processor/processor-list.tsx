'use client';

import { graphql } from '../../generated/index.ts';
import { useLiveQuery } from '../api/use-live-query.ts';
import { ListPage, useListVariables } from '../frame/list-page.tsx';
import { NoProcessors } from './no-processors.tsx';
import { ProcessorTable, ProcessorTableSkeleton } from './processor-table.tsx';

const processorListQuery = graphql(`
  query ProcessorList($search: String, $first: Int!, $after: String) {
    streamsApplications(search: $search, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...ProcessorRow
      }
    }
  }
`);

/** Applications of stream processors, with how they are. */
export function ProcessorList() {
  const variables = useListVariables();
  const { data, problem, refresh } = useLiveQuery({
    query: processorListQuery,
    variables,
    refreshMs: 3_000,
    keepPrevious: true,
    typenames: ['StreamsApplication'],
  });
  return (
    <ListPage
      title="Processors"
      things="applications"
      list={data?.streamsApplications}
      problem={problem}
      onRetry={refresh}
      skeleton={<ProcessorTableSkeleton />}
      empty={<NoProcessors search={variables.search} />}
    >
      <ProcessorTable applications={data?.streamsApplications.nodes ?? []} />
    </ListPage>
  );
}
