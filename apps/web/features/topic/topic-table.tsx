'use client';

import { Badge, Text } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { type ListColumn, ListRow, ListSkeleton, ListTable } from '../frame/list-table.tsx';
import { formatBytes, formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { topicPath } from './topic-name.ts';

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

const columns: readonly ListColumn[] = [
  { title: 'Name' },
  { title: 'Records', number: true },
  { title: 'Size on disk', number: true },
  { title: 'Partitions', number: true, wide: true },
  { title: 'Key / value', wide: true },
  { title: 'Created', wide: true },
];

export function TopicTable({ topics }: { topics: readonly (TopicRowData & { readonly id: string })[] }) {
  return (
    <ListTable columns={columns}>
      {topics.map((topic) => (
        <TopicRow key={topic.id} topic={topic} />
      ))}
    </ListTable>
  );
}

function TopicRow(props: { topic: TopicRowData }) {
  const { name, internal, recordCount, sizeBytes, partitionCount, config, createdAt } = readFragment(
    topicRowFragment,
    props.topic,
  );
  return (
    <ListRow
      columns={columns}
      name={name}
      href={topicPath(name)}
      badge={
        internal && (
          <Badge size="xs" variant="default">
            internal
          </Badge>
        )
      }
      cells={[
        formatCount(recordCount),
        formatBytes(sizeBytes),
        formatCount(partitionCount),
        <Text key="formats" size="xs" c="dimmed" ff="monospace">
          {config.keyFormat.toLowerCase()} / {config.valueFormat.toLowerCase()}
        </Text>,
        <Text key="created" size="sm" c="dimmed">
          <RelativeTime time={Date.parse(createdAt)} />
        </Text>,
      ]}
    />
  );
}

export const TopicTableSkeleton = () => <ListSkeleton columns={columns} />;
