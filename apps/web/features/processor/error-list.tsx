'use client';

import { Button, EmptyState, Group, Stack, Text } from '@mantine/core';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { useAddressState } from '../frame/use-address-state.ts';
import { IconMoodCheck } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { ErrorRow } from './error-row.tsx';

const errorListQuery = graphql(`
  query ErrorList($id: ID!, $first: Int!, $after: String) {
    streamsApplication(id: $id) {
      id
      errors(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          ...ErrorRow
        }
      }
    }
  }
`);

const pageSize = 50;

/** Records that an error policy has dealt with, or that stopped an instance: the newest first. */
export function ErrorList({ application }: { application: string }) {
  const [address, setAddress] = useAddressState();
  const after = address.get('after');
  const { data, problem, refresh } = useLiveQuery({
    query: errorListQuery,
    variables: { id: application, first: pageSize, after },
    refreshMs: 3_000,
    keepPrevious: true,
    typenames: ['StreamsError'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The errors could not be read" />;
  if (!data) return <Skeleton height={220} />;
  const errors = data.streamsApplication?.errors;
  const nextCursor = errors?.pageInfo.hasNextPage ? errors.pageInfo.endCursor : null;
  if (!errors || (errors.nodes.length === 0 && !after)) {
    return (
      <Panel>
        <EmptyState
          py={48}
          icon={<IconMoodCheck />}
          withIndicatorBackground
          title="No errors"
          description="Records that cannot be decoded, processed or written are told of here, whatever the application's error policies make of them."
        />
      </Panel>
    );
  }
  return (
    <Stack gap="sm">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      <Panel>
        {errors.nodes.map((error) => (
          <ErrorRow key={error.id} error={error} />
        ))}
        {errors.nodes.length === 0 && (
          <Text size="sm" c="dimmed" ta="center" p="md">
            No errors before these.
          </Text>
        )}
      </Panel>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {formatCount(errors.totalCount)} {errors.totalCount === 1 ? 'error' : 'errors'}; the newest 1,000 are kept.
        </Text>
        {(after || nextCursor) && (
          <Group gap="xs">
            <Button variant="default" disabled={!after} onClick={() => setAddress({ after: null }, 'push')}>
              Newest
            </Button>
            <Button
              variant="default"
              disabled={!nextCursor}
              onClick={() => setAddress({ after: nextCursor ?? null }, 'push')}
            >
              Older
            </Button>
          </Group>
        )}
      </Group>
    </Stack>
  );
}
