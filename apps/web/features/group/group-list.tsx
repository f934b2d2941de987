'use client';

import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { useAddressState } from '../frame/use-address-state.ts';
import { formatCount } from '../quantity/quantity.ts';
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

const pageSize = 50;

export function GroupList() {
  const [address, setAddress] = useAddressState();
  const search = address.get('search') ?? '';
  const after = address.get('after');
  const [typed, setTyped] = useState(search);
  const setSearch = useDebouncedCallback((text: string) => setAddress({ search: text || null, after: null }), 200);
  const { data, problem, refresh } = useLiveQuery({
    query: groupListQuery,
    variables: { search: search || null, first: pageSize, after },
    refreshMs: 3_000,
    keepPrevious: true,
    typenames: ['ConsumerGroup'],
  });
  const groups = data?.consumerGroups;
  const nextCursor = groups?.pageInfo.hasNextPage ? groups.pageInfo.endCursor : null;

  return (
    <Stack gap="md">
      <Group gap="sm" align="baseline">
        <Title order={1}>Consumer groups</Title>
        {groups && <Text c="dimmed">{formatCount(groups.totalCount)}</Text>}
      </Group>
      <TextInput
        type="search"
        aria-label="Search groups by name"
        placeholder="Search by name"
        leftSection={<IconSearch size={16} />}
        w={{ base: '100%', xs: 320 }}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setSearch(event.currentTarget.value);
        }}
      />
      {problem && groups && <StaleNotice problem={problem} onRetry={refresh} />}
      {problem && !groups && <ProblemPanel problem={problem} onRetry={refresh} title="The groups could not be read" />}
      {!groups && !problem && <GroupTableSkeleton />}
      {groups && groups.nodes.length > 0 && <GroupTable groups={groups.nodes} />}
      {groups && groups.nodes.length === 0 && <NoGroups search={search} />}
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
    </Stack>
  );
}
