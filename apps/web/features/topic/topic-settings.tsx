'use client';

import { Stack } from '@mantine/core';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { AddPartitions } from './add-partitions.tsx';
import { ConfigurationTable, ConfigurationTableSkeleton } from './configuration-table.tsx';
import { DangerZone } from './danger-zone.tsx';

const topicSettingsQuery = graphql(`
  query TopicSettings($name: String!) {
    topic(name: $name) {
      id
      configEntries {
        name
        ...ConfigurationEntry
      }
      ...AddPartitions
      ...DangerZone
    }
  }
`);

/** Everything that can be changed about a topic, the harmless first. */
export function TopicSettings({ topic: name }: { topic: string }) {
  const { data, problem, refresh } = useLiveQuery({
    query: topicSettingsQuery,
    variables: { name },
    refreshMs: 3_000,
    typenames: ['Topic'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The configuration could not be read" />;
  const topic = data?.topic;
  if (!topic) return <ConfigurationTableSkeleton />;
  return (
    <Stack gap="lg">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      <ConfigurationTable topic={name} entries={topic.configEntries} />
      <AddPartitions topic={topic} />
      <DangerZone topic={topic} />
    </Stack>
  );
}
