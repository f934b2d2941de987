'use client';

import { EmptyState, Group, Stack, Text } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { ListPaging, listPageSize } from '../frame/list-paging.tsx';
import { type ListColumn, ListRow, ListSkeleton, ListTable } from '../frame/list-table.tsx';
import { Panel } from '../frame/panel.tsx';
import { useAddressState } from '../frame/use-address-state.ts';
import { IconUsersGroup } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { ConsumeSnippet } from './consume-snippet.tsx';
import { groupPath } from './group-path.ts';
import { GroupStateBadge } from './group-state-badge.tsx';
import { LagText } from './lag-text.tsx';

const topicConsumersQuery = graphql(`
  query TopicConsumers($topic: String!, $first: Int!, $after: String) {
    consumerGroups(topic: $topic, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
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

type ConsumerRowData = FragmentType<typeof topicConsumerRowFragment>;

const columns: readonly ListColumn[] = [
  { title: 'Group' },
  { title: 'State', width: '130px' },
  { title: 'Members on this topic', number: true, wide: true },
  { title: 'Lag on this topic', number: true },
];

/** The groups that read a topic, and how far each is behind in it. */
export function TopicConsumers({ topic }: { topic: string }) {
  const [address] = useAddressState();
  const { data, problem, refresh } = useLiveQuery({
    query: topicConsumersQuery,
    variables: { topic, first: listPageSize, after: address.get('after') },
    refreshMs: 3_000,
    keepPrevious: true,
    typenames: ['ConsumerGroup', 'Topic'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The consumers could not be read" />;
  const groups = data?.consumerGroups;
  return (
    <Stack gap="sm">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      {groups?.totalCount === 0 ? (
        <Panel>
          <EmptyState
            py={48}
            px="md"
            icon={<IconUsersGroup />}
            withIndicatorBackground
            title="No consumer group reads this topic"
            description="A group comes to be with its first member. Readers without a group, such as the live view, are not listed."
          >
            <ConsumeSnippet topic={topic} />
          </EmptyState>
        </Panel>
      ) : (
        <TopicConsumerTable topic={topic} groups={groups?.nodes} />
      )}
      {groups && groups.totalCount > 0 && (
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {formatCount(groups.totalCount)} {groups.totalCount === 1 ? 'consumer group' : 'consumer groups'}
          </Text>
          <ListPaging pageInfo={groups.pageInfo} />
        </Group>
      )}
    </Stack>
  );
}

function TopicConsumerTable(props: {
  topic: string;
  groups: readonly (ConsumerRowData & { id: string })[] | undefined;
}) {
  if (!props.groups) return <ListSkeleton columns={columns} rows={3} />;
  return (
    <ListTable columns={columns}>
      {props.groups.map((group) => (
        <ConsumerRow key={group.id} topic={props.topic} group={group} />
      ))}
    </ListTable>
  );
}

function ConsumerRow(props: { topic: string; group: ConsumerRowData }) {
  const { id, state, partitions } = readFragment(topicConsumerRowFragment, props.group);
  const here = partitions.filter(({ topic }) => topic === props.topic);
  const members = new Set(here.flatMap(({ memberId }) => memberId ?? [])).size;
  return (
    <ListRow
      columns={columns}
      name={id}
      href={groupPath(id)}
      cells={[
        <GroupStateBadge key="state" state={state} />,
        formatCount(members),
        <LagText
          key="lag"
          lag={here.reduce((sum, { lag }) => sum + lag, 0)}
          lagMs={Math.max(0, ...here.map(({ lagMs }) => lagMs))}
        />,
      ]}
    />
  );
}
