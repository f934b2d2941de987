'use client';

import type { GroupFiguresFragment } from '../../generated/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Figures } from '../frame/figures.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { formatLagTime } from './lag-time.ts';

const groupFiguresFragment = graphql(`
  fragment GroupFigures on ConsumerGroup {
    lag
    lagMs
    memberCount
    generation
    createdAt
    partitions {
      partition
    }
  }
`);

const labels = ['Lag, records', 'Behind by', 'Members', 'Partitions', 'Generation', 'Created'] as const;

/** A group in six figures. */
export function GroupFigures(props: { group: FragmentType<typeof groupFiguresFragment> }) {
  const group = readFragment(groupFiguresFragment, props.group);
  const values = [
    <span key="lag" data-testid="group-lag">
      {formatCount(group.lag)}
    </span>,
    behindText(group),
    formatCount(group.memberCount),
    formatCount(group.partitions.length),
    formatCount(group.generation),
    <RelativeTime key="created" time={Date.parse(group.createdAt)} />,
  ];
  return <Figures figures={labels.map((label, i) => [label, values[i]])} />;
}

function behindText({ lag, lagMs, partitions }: GroupFiguresFragment): string {
  if (lag > 0) return formatLagTime(lagMs);
  return partitions.length > 0 ? 'caught up' : 'nothing to read';
}

export function GroupFiguresSkeleton() {
  return <Figures figures={labels.map((label) => [label, undefined])} />;
}
