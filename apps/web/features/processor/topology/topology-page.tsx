'use client';

import { EmptyState } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../../generated/index.ts';
import { useLiveQuery } from '../../api/use-live-query.ts';
import { Panel } from '../../frame/panel.tsx';
import { Skeleton } from '../../frame/skeleton.tsx';
import { IconTopologyStar3 } from '../../icon/icons.ts';
import { useApplication } from '../processor-context.ts';
import { TopologyView } from './topology-view.tsx';

const topologyPageFragment = graphql(`
  fragment TopologyPage on StreamsApplication {
    id
    topology {
      hash
      nodes {
        id
        kind
        operator
        subTopology
        topic
        stores
        recordsPerSecond
      }
      edges {
        from
        to
      }
    }
  }
`);

const readableStoresQuery = graphql(`
  query ReadableStores($id: ID!) {
    streamsApplication(id: $id) {
      id
      stores {
        name
        isTable
      }
    }
  }
`);

/** What an application is made of, with what flows through it. */
export function TopologyPage() {
  const application = useApplication();
  return application ? <Topology application={application} /> : <Skeleton height={460} />;
}

function Topology(props: { application: FragmentType<typeof topologyPageFragment> }) {
  const { id, topology } = readFragment(topologyPageFragment, props.application);
  // Without it the graph is the same, only that no store leads to its table.
  const { data } = useLiveQuery({ query: readableStoresQuery, variables: { id }, typenames: ['StreamsStore'] });
  const tables = (data?.streamsApplication?.stores ?? []).filter(({ isTable }) => isTable).map(({ name }) => name);
  if (topology) return <TopologyView application={id} topology={topology} tables={tables} />;
  return (
    <Panel>
      <EmptyState
        py={48}
        icon={<IconTopologyStar3 />}
        withIndicatorBackground
        title="The topology is not known any more"
        description="It was told by instances that are forgotten: what they have committed is still there. It is drawn again as soon as the program starts."
      />
    </Panel>
  );
}
