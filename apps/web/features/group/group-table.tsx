'use client';

import { Anchor, Skeleton, Table } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { groupPath } from './group-path.ts';
import { GroupStateBadge } from './group-state-badge.tsx';
import classes from './group-table.module.css';
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

export function GroupTable({ groups }: { groups: readonly (GroupRowData & { readonly id: string })[] }) {
  return (
    <GroupColumns>
      {groups.map((group) => (
        <GroupRow key={group.id} group={group} />
      ))}
    </GroupColumns>
  );
}

function GroupColumns({ children }: { children: ReactNode }) {
  return (
    <Panel>
      <Table highlightOnHover highlightOnHoverColor="var(--row-hover)" className={classes.table as string}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th className={classes.state as string}>State</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Members</Table.Th>
            <Table.Th className={classes.wide as string}>Topics</Table.Th>
            <Table.Th className={classes.number as string}>Lag</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Panel>
  );
}

function GroupRow(props: { group: GroupRowData }) {
  const group = readFragment(groupRowFragment, props.group);
  const { id, state, memberCount, topics, lag, lagMs } = group;
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
      <Table.Td className={`${classes.number} ${classes.wide}`}>{formatCount(memberCount)}</Table.Td>
      <Table.Td className={`${classes.topics} ${classes.wide}`} title={topics.join(', ')}>
        {topicsText(topics)}
      </Table.Td>
      <Table.Td className={classes.number as string}>
        {topics.length > 0 ? <LagText lag={lag} lagMs={lagMs} /> : <span className={classes.none}>none</span>}
      </Table.Td>
    </Table.Tr>
  );
}

/** A few by name, the others counted. */
function topicsText(topics: readonly string[]): ReactNode {
  if (topics.length === 0) return <span className={classes.none}>none</span>;
  const named = topics.slice(0, 3).join(', ');
  return topics.length > 3 ? `${named} and ${formatCount(topics.length - 3)} more` : named;
}

export function GroupTableSkeleton() {
  return (
    <GroupColumns>
      {Array.from({ length: 6 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <Table.Tr key={row}>
          <Table.Td>
            <Skeleton height={14} my={9} width={`${65 - ((row * 17) % 40)}%`} />
          </Table.Td>
          <Table.Td>
            <Skeleton height={14} my={9} width={64} />
          </Table.Td>
          <Table.Td className={classes.wide as string}>
            <Skeleton height={14} my={9} width={24} ml="auto" />
          </Table.Td>
          <Table.Td className={classes.wide as string}>
            <Skeleton height={14} my={9} width="60%" />
          </Table.Td>
          <Table.Td>
            <Skeleton height={14} my={9} width={56} ml="auto" />
          </Table.Td>
        </Table.Tr>
      ))}
    </GroupColumns>
  );
}
