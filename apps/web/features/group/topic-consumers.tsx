'use client';

import { Anchor, EmptyState, Skeleton, Stack, Table } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { Panel } from '../frame/panel.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { ConsumeSnippet } from './consume-snippet.tsx';
import { groupPath } from './group-path.ts';
import { GroupStateBadge } from './group-state-badge.tsx';
import classes from './group-table.module.css';
import { LagText } from './lag-text.tsx';

const topicConsumersQuery = graphql(`
  query TopicConsumers($name: String!) {
    topic(name: $name) {
      id
      consumerGroups {
        id
        ...TopicConsumerRow
      }
    }
  }
`);

const topicConsumerRowFragment = graphql(`
  fragment TopicConsumerRow on ConsumerGroup {
    id
    state
    partitions {
      topic
      memberId
      lag
      lagMs
    }
  }
`);

/** The groups that read a topic, and how far each is behind in it. */
export function TopicConsumers({ topic: name }: { topic: string }) {
  const { data, problem, refresh } = useLiveQuery({
    query: topicConsumersQuery,
    variables: { name },
    refreshMs: 3_000,
    typenames: ['ConsumerGroup', 'Topic'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The consumers could not be read" />;
  const groups = data?.topic?.consumerGroups;
  return (
    <Stack gap="sm">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      {groups?.length === 0 ? (
        <Panel>
          <EmptyState
            py={48}
            px="md"
            icon={<IconUsersGroup />}
            withIndicatorBackground
            title="No consumer group reads this topic"
            description="A group comes to be with its first member. Readers without a group, such as the live view, are not listed."
          >
            <ConsumeSnippet topic={name} />
          </EmptyState>
        </Panel>
      ) : (
        <ConsumerColumns>
          {groups?.map((group) => (
            <ConsumerRow key={group.id} topic={name} group={group} />
          ))}
          {!groups && <SkeletonRows />}
        </ConsumerColumns>
      )}
    </Stack>
  );
}

function ConsumerColumns({ children }: { children: ReactNode }) {
  return (
    <Panel>
      <Table highlightOnHover highlightOnHoverColor="var(--row-hover)" className={classes.table as string}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Group</Table.Th>
            <Table.Th className={classes.state as string}>State</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Members on this topic</Table.Th>
            <Table.Th className={classes.number as string}>Lag on this topic</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Panel>
  );
}

function ConsumerRow(props: { topic: string; group: FragmentType<typeof topicConsumerRowFragment> }) {
  const { id, state, partitions } = readFragment(topicConsumerRowFragment, props.group);
  const here = partitions.filter(({ topic }) => topic === props.topic);
  const members = new Set(here.flatMap(({ memberId }) => memberId ?? [])).size;
  return (
    <Table.Tr className={classes.row as string}>
      <Table.Td className={classes.nameCell as string}>
        <Anchor component={Link} href={groupPath(id)} className={classes.name as string} prefetch={false} title={id}>
          {id}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <GroupStateBadge state={state} />
      </Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{formatCount(members)}</Table.Td>
      <Table.Td className={classes.number as string}>
        <LagText
          lag={here.reduce((sum, { lag }) => sum + lag, 0)}
          lagMs={Math.max(0, ...here.map(({ lagMs }) => lagMs))}
        />
      </Table.Td>
    </Table.Tr>
  );
}

function SkeletonRows() {
  return [0, 1, 2].map((row) => (
    <Table.Tr key={row}>
      {['', '', classes.wide, ''].map((className, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns of a skeleton are never reordered
        <Table.Td key={column} className={className ?? ''}>
          <Skeleton height={13} my={9} width={column === 0 ? '60%' : 64} ml={column > 1 ? 'auto' : 0} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}
