'use client';

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { type ListColumn, ListRow, ListSkeleton, ListTable } from '../frame/list-table.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { groupPath } from './group-path.ts';
import { GroupStateBadge } from './group-state-badge.tsx';
import { LagText } from './lag-text.tsx';

const groupRowFragment = graphql(`
  fragment GroupRow on ConsumerGroup {
    id
    state
    memberCount
    topics
    lag
    lagMs
  }
`);

type GroupRowData = FragmentType<typeof groupRowFragment>;

const columns: readonly ListColumn[] = [
  { title: 'Name' },
  { title: 'State', width: '130px' },
  { title: 'Members', number: true, wide: true },
  { title: 'Topics', wide: true, width: '34%' },
  { title: 'Lag', number: true },
];

export function GroupTable({ groups }: { groups: readonly (GroupRowData & { readonly id: string })[] }) {
  return (
    <ListTable columns={columns}>
      {groups.map((group) => (
        <GroupRow key={group.id} group={group} />
      ))}
    </ListTable>
  );
}

function GroupRow(props: { group: GroupRowData }) {
  const { id, state, memberCount, topics, lag, lagMs } = readFragment(groupRowFragment, props.group);
  return (
    <ListRow
      columns={columns}
      name={id}
      href={groupPath(id)}
      cells={[
        <GroupStateBadge key="state" state={state} />,
        formatCount(memberCount),
        topicsText(topics),
        topics.length > 0 ? <LagText key="lag" lag={lag} lagMs={lagMs} /> : none,
      ]}
    />
  );
}

const none = (
  <Text span inherit c="dimmed">
    none
  </Text>
);

/** A few by name, the others counted. */
function topicsText(topics: readonly string[]): ReactNode {
  if (topics.length === 0) return none;
  const named = topics.slice(0, 3).join(', ');
  return topics.length > 3 ? `${named} and ${formatCount(topics.length - 3)} more` : named;
}

export const GroupTableSkeleton = () => <ListSkeleton columns={columns} />;
