'use client';

import { Anchor, Badge, Group, Skeleton, Table, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { formatBytes, formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { topicPath } from './topic-name.ts';
import classes from './topic-table.module.css';

const topicRowFragment = graphql(`
  fragment TopicRow on Topic {
    id
    name
    internal
    createdAt
    partitionCount
    recordCount
    sizeBytes
    config {
      keyFormat
      valueFormat
    }
  }
`);

type TopicRowData = FragmentType<typeof topicRowFragment>;

export function TopicTable({ topics }: { topics: readonly (TopicRowData & { readonly id: string })[] }) {
  return (
    <TopicColumns>
      {topics.map((topic) => (
        <TopicRow key={topic.id} topic={topic} />
      ))}
    </TopicColumns>
  );
}

function TopicColumns({ children }: { children: ReactNode }) {
  return (
    <Panel>
      <Table highlightOnHover highlightOnHoverColor="var(--row-hover)" className={classes.table as string}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th className={classes.number as string}>Records</Table.Th>
            <Table.Th className={classes.number as string}>Size on disk</Table.Th>
            <Table.Th className={`${classes.number} ${classes.wide}`}>Partitions</Table.Th>
            <Table.Th className={classes.wide as string}>Key / value</Table.Th>
            <Table.Th className={classes.wide as string}>Created</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Panel>
  );
}

function TopicRow(props: { topic: TopicRowData }) {
  const topic = readFragment(topicRowFragment, props.topic);
  return (
    <Table.Tr className={classes.row as string}>
      <Table.Td className={classes.nameCell as string}>
        <Group gap="xs" wrap="nowrap">
          <Anchor component={Link} href={topicPath(topic.name)} className={classes.name as string} prefetch={false}>
            {topic.name}
          </Anchor>
          {topic.internal && (
            <Badge size="xs" variant="default">
              internal
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td className={classes.number as string}>{formatCount(topic.recordCount)}</Table.Td>
      <Table.Td className={classes.number as string}>{formatBytes(topic.sizeBytes)}</Table.Td>
      <Table.Td className={`${classes.number} ${classes.wide}`}>{formatCount(topic.partitionCount)}</Table.Td>
      <Table.Td className={classes.wide as string}>
        <Text size="xs" c="dimmed" ff="monospace">
          {topic.config.keyFormat.toLowerCase()} / {topic.config.valueFormat.toLowerCase()}
        </Text>
      </Table.Td>
      <Table.Td className={classes.wide as string}>
        <Text size="sm" c="dimmed">
          <RelativeTime time={Date.parse(topic.createdAt)} />
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

export function TopicTableSkeleton() {
  return (
    <TopicColumns>
      {Array.from({ length: 6 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <Table.Tr key={row}>
          <Table.Td>
            <Skeleton height={14} my={4} width={`${65 - ((row * 17) % 40)}%`} />
          </Table.Td>
          {['', '', classes.wide, classes.wide, classes.wide].map((className, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nor are its columns
            <Table.Td key={column} className={className ?? ''}>
              <Skeleton height={14} my={4} ml={column < 3 ? 'auto' : 0} width={64} />
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </TopicColumns>
  );
}
