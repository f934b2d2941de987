'use client';

import { Button, Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { useAddressState } from '../frame/use-address-state.ts';
import { formatCount } from '../quantity/quantity.ts';
import { CreateTopic } from './create-topic.tsx';
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

const pageSize = 50;

export function TopicList() {
  const [address, setAddress] = useAddressState();
  const search = address.get('search') ?? '';
  const internal = address.get('internal') === 'true';
  const after = address.get('after');
  const [typed, setTyped] = useState(search);
  const [creating, create] = useDisclosure();
  const setSearch = useDebouncedCallback((text: string) => setAddress({ search: text || null, after: null }), 200);
  const { data, problem, refresh } = useLiveQuery({
    query: topicListQuery,
    variables: { search: search || null, internal, first: pageSize, after },
    refreshMs: 5_000,
    keepPrevious: true,
    typenames: ['Topic'],
  });
  const topics = data?.topics;
  const nextCursor = topics?.pageInfo.hasNextPage ? topics.pageInfo.endCursor : null;

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1}>Topics</Title>
          {topics && <Text c="dimmed">{formatCount(topics.totalCount)}</Text>}
        </Group>
        <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
          Create topic
        </Button>
      </Group>
      <Group justify="space-between" gap="sm">
        <TextInput
          type="search"
          aria-label="Search topics by name"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} />}
          w={{ base: '100%', xs: 320 }}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setSearch(event.currentTarget.value);
          }}
        />
        <Switch
          label="Show internal"
          checked={internal}
          onChange={(event) => setAddress({ internal: event.currentTarget.checked ? 'true' : null, after: null })}
        />
      </Group>
      {problem && topics && <StaleNotice problem={problem} onRetry={refresh} />}
      {problem && !topics && <ProblemPanel problem={problem} onRetry={refresh} title="The topics could not be read" />}
      {!topics && !problem && <TopicTableSkeleton />}
      {topics && topics.nodes.length > 0 && <TopicTable topics={topics.nodes} />}
      {topics && topics.nodes.length === 0 && <NoTopics search={search} internal={internal} onCreate={create.open} />}
      {(after || nextCursor) && (
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={!after} onClick={() => setAddress({ after: null }, 'push')}>
            First page
          </Button>
          <Button
            variant="default"
            disabled={!nextCursor}
            onClick={() => setAddress({ after: nextCursor ?? null }, 'push')}
          >
            Next page
          </Button>
        </Group>
      )}
      <CreateTopic opened={creating} onClose={create.close} />
    </Stack>
  );
}
