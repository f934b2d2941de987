'use client';

import { Button, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { graphql } from '../../generated/index.ts';
import { useConnection } from '../api/api-provider.tsx';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveSubscription } from '../api/use-live-subscription.ts';
import { lazyDialog } from '../frame/lazy-dialog.tsx';
import { PageHeading } from '../frame/page-heading.tsx';
import { IconHistory } from '../icon/icons.ts';
import { DeleteGroup } from './delete-group.tsx';
import { GroupFigures, GroupFiguresSkeleton } from './group-figures.tsx';
import { GroupNotFound } from './group-not-found.tsx';
import { GroupPartitions, GroupPartitionsSkeleton } from './group-partitions.tsx';
import { GroupStateBadge } from './group-state-badge.tsx';
import { LagChart, LagChartSkeleton } from './lag-chart.tsx';
import { MemberTable, MemberTableSkeleton } from './member-table.tsx';

const groupChangedSubscription = graphql(`
  subscription GroupChanged($id: ID!) {
    consumerGroupChanged(id: $id) {
      id
      state
      ...GroupFigures
      ...LagChart
      ...MemberTable
      ...GroupPartitions
      ...ResetOffsetsGroup
      ...DeleteGroup
    }
  }
`);

const ResetOffsets = lazyDialog(async () => (await import('./reset-offsets.tsx')).ResetOffsets);

/** How often a group that is not there is looked for: a consumer may make it (again) at any moment. */
const lookAgainMs = 3_000;

/** One group, as it changes: how far it is behind, who its members are, who has which partition. */
export function GroupPage({ group: id }: { group: string }) {
  const { data, problem, retry } = useLiveSubscription(groupChangedSubscription, { id });
  const { status } = useConnection();
  const [resetting, setResetting] = useState<{ topic: string | null; opened: boolean }>({ topic: null, opened: false });
  const reset = (topic: string | null) => setResetting({ topic, opened: true });
  const missing = problem?.code === 'GROUP_NOT_FOUND';
  useEffect(() => {
    if (!missing) return;
    const timer = setInterval(retry, lookAgainMs);
    return () => clearInterval(timer);
  }, [missing, retry]);
  if (missing) return <GroupNotFound id={id} deleted={data !== undefined} />;
  const group = data?.consumerGroupChanged;

  return (
    <Stack gap="md">
      <PageHeading
        parent={{ href: '/groups', label: 'Consumer groups' }}
        title={id}
        badge={group && <GroupStateBadge state={group.state} />}
        action={
          <Button
            variant="default"
            leftSection={<IconHistory size={16} />}
            disabled={!group}
            onClick={() => reset(null)}
          >
            Reset offsets
          </Button>
        }
      />
      {problem && group && <StaleNotice problem={problem} onRetry={retry} />}
      {problem && !group && <ProblemPanel problem={problem} onRetry={retry} title="The group could not be read" />}
      {group ? (
        <>
          <GroupFigures group={group} />
          <LagChart key={id} group={group} connected={status === 'connected'} />
          <MemberTable group={group} />
          <GroupPartitions group={group} onReset={reset} />
          <DeleteGroup group={group} />
          <ResetOffsets
            group={group}
            topic={resetting.topic}
            opened={resetting.opened}
            onClose={() => setResetting({ ...resetting, opened: false })}
          />
        </>
      ) : (
        !problem && <GroupPageSkeleton />
      )}
    </Stack>
  );
}

function GroupPageSkeleton() {
  return (
    <>
      <GroupFiguresSkeleton />
      <LagChartSkeleton />
      <MemberTableSkeleton />
      <GroupPartitionsSkeleton />
    </>
  );
}
