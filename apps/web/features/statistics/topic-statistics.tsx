'use client';

import { Stack } from '@mantine/core';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { BatchSizes } from './batch-sizes.tsx';
import { SegmentTable } from './segment-table.tsx';
import { StatisticsFigures } from './statistics-figures.tsx';

const statisticsQuery = graphql(`
  query TopicStatistics($name: String!) {
    topic(name: $name) {
      id
      statistics {
        ...StatisticsFigures
        ...BatchSizes
        ...SegmentTable
      }
    }
  }
`);

/** What a topic comes to: figures, how large its batches are, and its segments. */
export function TopicStatistics({ topic: name }: { topic: string }) {
  const { data, problem, refresh } = useLiveQuery({
    query: statisticsQuery,
    variables: { name },
    refreshMs: 5_000,
    typenames: ['Topic'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The statistics could not be read" />;
  const statistics = data?.topic?.statistics;
  return (
    <Stack gap="md">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      <StatisticsFigures statistics={statistics} />
      <BatchSizes statistics={statistics} />
      <SegmentTable statistics={statistics} />
    </Stack>
  );
}
