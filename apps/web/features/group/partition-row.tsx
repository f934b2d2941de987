'use client';

import { Anchor, Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { PageLink } from '../frame/page-link.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { formatLocal } from '../quantity/time.ts';
import { topicPath } from '../topic/topic-name.ts';
import { formatLagTime } from './lag-time.ts';
import { memberSuffix } from './member-name.ts';
import classes from './partition-row.module.css';

const partitionRowFragment = graphql(`
  fragment PartitionRow on ConsumerGroupPartition {
    topic
    partition
    memberId
    revocationDeadline
    committedOffset
    committedAt
    metadata
    logStartOffset
    endOffset
    lag
    lagMs
  }
`);

export function PartitionColumns({ children }: { children: ReactNode }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th className={classes.number}>Partition</th>
          <th>Owner</th>
          <th className={classes.offset}>Committed</th>
          <th className={classes.offset}>End</th>
          <th className={classes.lag}>Lag</th>
          <th className={classes.time}>Behind by</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface PartitionRowProps {
  readonly partition: FragmentType<typeof partitionRowFragment>;
  /** Of its owner, if that is known. */
  readonly clientId: string | undefined;
  /** Of all partitions of the group: what a full bar stands for. */
  readonly highestLag: number;
}

/** Plain cells and the browser's own tooltips: a group may have hundreds of these, and they change every second. */
export function PartitionRow({ partition: data, clientId, highestLag }: PartitionRowProps) {
  const {
    topic,
    partition,
    memberId,
    revocationDeadline,
    committedOffset,
    committedAt,
    metadata,
    endOffset,
    lag,
    lagMs,
  } = readFragment(partitionRowFragment, data);
  const records = `${topicPath(topic)}?partitions=${partition}`;
  return (
    <tr className={classes.row} data-partition={partition}>
      <td className={classes.number}>
        <Anchor component={PageLink} size="sm" href={records} title="Its newest records">
          {partition}
        </Anchor>
      </td>
      <td className={classes.owner}>
        {memberId ? (
          <span title={memberId}>
            {clientId ?? 'a member'} <span className={classes.dim}>…{memberSuffix(memberId)}</span>
          </span>
        ) : (
          <span className={classes.dim}>nobody</span>
        )}
        {revocationDeadline && (
          <Badge
            size="sm"
            variant="light"
            color="yellow"
            title="Its owner has been told to finish and commit; then, or at that time, it goes to another member"
          >
            moves by {formatLocal(Date.parse(revocationDeadline)).slice(11, 19)}
          </Badge>
        )}
      </td>
      <td className={classes.offset}>
        {committedOffset == null ? (
          <span className={classes.dim}>nothing</span>
        ) : (
          <Anchor
            component={PageLink}
            size="sm"
            href={`${topicPath(topic)}?from=offset&partitions=${partition}&offset=${committedOffset}`}
            title={`The next to be read${metadata ? `; "${metadata}"` : ''}`}
          >
            {formatCount(committedOffset)}
          </Anchor>
        )}
        {committedAt && (
          <div className={classes.dim}>
            <RelativeTime time={Date.parse(committedAt)} light />
          </div>
        )}
      </td>
      <td className={classes.offset}>{formatCount(endOffset)}</td>
      <td className={classes.lag} data-testid="partition-lag">
        <span data-behind={lag > 0 || undefined}>{formatCount(lag)}</span>
        <div className={classes.bar} aria-hidden>
          <div className={classes.fill} style={{ width: `${highestLag > 0 ? (lag / highestLag) * 100 : 0}%` }} />
        </div>
      </td>
      <td className={classes.time}>
        {lag > 0 ? formatLagTime(lagMs) : <span className={classes.dim}>caught up</span>}
      </td>
    </tr>
  );
}
