'use client';

import { Group, Stack, Text } from '@mantine/core';
import { graphql } from '../../generated/index.ts';
import { Skeleton } from '../frame/skeleton.tsx';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { useLiveQuery } from './use-live-query.ts';

const serverNodesQuery = graphql(`
  query ServerNodes {
    serverNodes {
      id
      role
      hostname
      processId
      version
      startedAt
      alive
    }
  }
`);

/** The processes the platform runs on. */
export function ServerNodes() {
  const { data, problem } = useLiveQuery({ query: serverNodesQuery, variables: {}, refreshMs: 5_000 });
  // That the API does not answer is said above this already.
  if (!data) return problem ? null : <Skeleton height={34} />;
  const nodes = data.serverNodes.filter((node) => node.alive);
  return (
    <div>
      <Text size="xs" c="dimmed">
        {nodes.length === 1 ? '1 process' : `${nodes.length} processes`}
      </Text>
      <Stack gap={2}>
        {nodes.map((node) => (
          <Group key={node.id} justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm" truncate>
              {node.role} {node.version}{' '}
              <Text span c="dimmed" size="sm">
                {node.hostname}:{node.processId}
              </Text>
            </Text>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              started <RelativeTime time={Date.parse(node.startedAt)} />
            </Text>
          </Group>
        ))}
      </Stack>
    </div>
  );
}
