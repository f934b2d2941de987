'use client';

import { ActionIcon, Badge, Tooltip } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { IconUserX } from '../icon/icons.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import classes from './member-table.module.css';
import { byTopic, formatRanges } from './partition-ranges.ts';
import type { Removal } from './remove-member.tsx';

const memberRowFragment = graphql(`
  fragment MemberRow on ConsumerGroupMember {
    id
    clientId
    instanceId
    nodeId
    host
    topics
    topicPattern
    joinedAt
    away
    partitions {
      topic
      partition
    }
  }
`);

interface MemberRowProps {
  readonly member: FragmentType<typeof memberRowFragment>;
  onRemove(removal: Removal): void;
}

/** One member: who it is, what it has, where it lives. */
export function MemberRow(props: MemberRowProps) {
  const member = readFragment(memberRowFragment, props.member);
  const { id, clientId, instanceId, nodeId, host, joinedAt, away } = member;
  return (
    <tr className={classes.row}>
      <td className={classes.member}>
        <div className={classes.client}>
          <span title={clientId}>{clientId}</span>
          {instanceId && (
            <Badge size="xs" variant="default" title="A static member: back in time, it has its partitions again">
              static {instanceId}
            </Badge>
          )}
          {away && (
            <Badge
              size="xs"
              variant="light"
              color="yellow"
              title="It has left and keeps its partitions until its session timeout is over"
            >
              away
            </Badge>
          )}
        </div>
        <div className={classes.id} title="Member id">
          {id}
        </div>
      </td>
      <td className={classes.partitions}>
        <OwnedPartitions partitions={member.partitions} />
        <div className={classes.dim}>
          {member.topicPattern ? (
            <>
              subscribed to all of <code>{member.topicPattern}</code>
            </>
          ) : (
            `subscribed to ${(member.topics ?? []).join(', ')}`
          )}
        </div>
      </td>
      <td className={classes.node} title={`Node ${nodeId}`}>
        {host ?? 'forgotten'}
        <div className={classes.dim}>{nodeId.slice(0, 8)}</div>
      </td>
      <td className={classes.joined}>
        <RelativeTime time={Date.parse(joinedAt)} light />
      </td>
      <td className={classes.action}>
        <Tooltip label="Remove from the group">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${clientId} ${id}`}
            onClick={() => props.onRemove({ memberId: id, clientId })}
          >
            <IconUserX size={17} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

function OwnedPartitions({ partitions }: { partitions: readonly { topic: string; partition: number }[] }) {
  if (partitions.length === 0)
    return (
      <span className={classes.standby} title="There are not enough partitions for it: it takes over when others leave">
        stands by
      </span>
    );
  return (
    <div className={classes.owned} data-testid="owned">
      {byTopic(partitions).map(({ topic, items }) => (
        <span key={topic}>
          {topic} <b>{formatRanges(items.map(({ partition }) => partition))}</b>
        </span>
      ))}
    </div>
  );
}
