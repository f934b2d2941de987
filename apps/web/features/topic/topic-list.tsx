'use client';

import { Button, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { graphql } from '../../generated/index.ts';
import { useLiveQuery } from '../api/use-live-query.ts';
import { lazyDialog } from '../frame/lazy-dialog.tsx';
import { ListPage, useListVariables } from '../frame/list-page.tsx';
import { useAddressState } from '../frame/use-address-state.ts';
import { IconPlus } from '../icon/icons.ts';
import { NoTopics } from './no-topics.tsx';
import { TopicTable, TopicTableSkeleton } from './topic-table.tsx';

const topicListQuery = graphql(`
  query TopicList($search: String, $internal: Boolean!, $first: Int!, $after: String) {
    topics(search: $search, internal: $internal, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ...TopicRow
      }
    }
  }
`);

const CreateTopic = lazyDialog(async () => (await import('./create-topic.tsx')).CreateTopic);

export function TopicList() {
  const [address, setAddress] = useAddressState();
  const internal = address.get('internal') === 'true';
  const [creating, create] = useDisclosure();
  const variables = { ...useListVariables(), internal };
  const { data, problem, refresh } = useLiveQuery({
    query: topicListQuery,
    variables,
    refreshMs: 5_000,
    keepPrevious: true,
    typenames: ['Topic'],
  });
  return (
    <>
      <ListPage
        title="Topics"
        things="topics"
        list={data?.topics}
        problem={problem}
        onRetry={refresh}
        action={
          <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
            Create topic
          </Button>
        }
        filter={
          <Switch
            label="Show internal"
            checked={internal}
            onChange={(event) => setAddress({ internal: event.currentTarget.checked ? 'true' : null, after: null })}
          />
        }
        skeleton={<TopicTableSkeleton />}
        empty={<NoTopics search={variables.search} internal={internal} onCreate={create.open} />}
      >
        <TopicTable topics={data?.topics.nodes ?? []} />
      </ListPage>
      <CreateTopic opened={creating} onClose={create.close} />
    </>
  );
}
