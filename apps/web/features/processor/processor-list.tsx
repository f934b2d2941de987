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

const pageSize = 50;

/** Applications of stream processors, with how they are. */
export function ProcessorList() {
  const [address, setAddress] = useAddressState();
  const search = address.get('search') ?? '';
  const after = address.get('after');
  const [typed, setTyped] = useState(search);
  const setSearch = useDebouncedCallback((text: string) => setAddress({ search: text || null, after: null }), 200);
  const { data, problem, refresh } = useLiveQuery({
    query: processorListQuery,
    variables: { search: search || null, first: pageSize, after },
    refreshMs: 3_000,
    keepPrevious: true,
    typenames: ['StreamsApplication'],
  });
  const applications = data?.streamsApplications;
  const nextCursor = applications?.pageInfo.hasNextPage ? applications.pageInfo.endCursor : null;

  return (
    <Stack gap="md">
      <Group gap="sm" align="baseline">
        <Title order={1}>Processors</Title>
        {applications && <Text c="dimmed">{formatCount(applications.totalCount)}</Text>}
      </Group>
      <TextInput
        type="search"
        aria-label="Search applications by name"
        placeholder="Search by name"
        leftSection={<IconSearch size={16} />}
        w={{ base: '100%', xs: 320 }}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setSearch(event.currentTarget.value);
        }}
      />
      {problem && applications && <StaleNotice problem={problem} onRetry={refresh} />}
      {problem && !applications && (
        <ProblemPanel problem={problem} onRetry={refresh} title="The applications could not be read" />
      )}
      {!applications && !problem && <ProcessorTableSkeleton />}
      {applications && applications.nodes.length > 0 && <ProcessorTable applications={applications.nodes} />}
      {applications && applications.nodes.length === 0 && <NoProcessors search={search} />}
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
