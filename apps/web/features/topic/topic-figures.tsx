'use client';

import { Skeleton, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { formatBytes, formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import classes from './topic-figures.module.css';

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
  const figures: readonly ReactNode[] = [
    formatCount(topic.recordCount),
    <Tooltip key="size" label={`${formatCount(topic.sizeBytes)} bytes, with indexes`}>
      <span>{formatBytes(topic.sizeBytes)}</span>
    </Tooltip>,
    formatCount(topic.partitionCount),
    `${topic.config.keyFormat} / ${topic.config.valueFormat}`.toLowerCase(),
    <RelativeTime key="created" time={Date.parse(topic.createdAt)} />,
  ];
  return <Figures figures={figures} />;
}

function Figures({ figures }: { figures: readonly ReactNode[] }) {
  return (
    <dl className={classes.figures}>
      {labels.map((label, i) => (
        <div key={label} className={classes.figure}>
          <dt>{label}</dt>
          <dd>{figures[i]}</dd>
        </div>
      ))}
    </dl>
  );
}

export function TopicFiguresSkeleton() {
  return <Figures figures={labels.map((label) => <Skeleton key={label} height={14} width={72} my={4} />)} />;
}
