'use client';

import { Tooltip } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Figures } from '../frame/figures.tsx';
import { formatBytes, formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';

const topicFiguresFragment = graphql(`
  fragment TopicFigures on Topic {
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

const labels = ['Records', 'Size on disk', 'Partitions', 'Key / value', 'Created'] as const;

/** A topic in five figures. */
export function TopicFigures(props: { topic: FragmentType<typeof topicFiguresFragment> }) {
  const topic = readFragment(topicFiguresFragment, props.topic);
  const values = [
    formatCount(topic.recordCount),
    <Tooltip key="size" label={`${formatCount(topic.sizeBytes)} bytes, with indexes`}>
      <span>{formatBytes(topic.sizeBytes)}</span>
    </Tooltip>,
    formatCount(topic.partitionCount),
    `${topic.config.keyFormat} / ${topic.config.valueFormat}`.toLowerCase(),
    <RelativeTime key="created" time={Date.parse(topic.createdAt)} />,
  ];
  return <Figures figures={labels.map((label, i) => [label, values[i]])} />;
}

export function TopicFiguresSkeleton() {
  return <Figures figures={labels.map((label) => [label, undefined])} />;
}
