'use client';

import { ActionIcon, Badge, Skeleton, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { Panel } from '../frame/panel.tsx';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import classes from './member-table.module.css';
import { byTopic, formatRanges } from './partition-ranges.ts';
import { type Removal, RemoveMember } from './remove-member.tsx';

const memberTableFragment = graphql(`
  fragment MemberTable on ConsumerGroup {
    id
    members {
      id
      ...MemberRow
    }
  }
`);

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

/** Who reads for the group, and which partitions. */
export function MemberTable(props: { group: FragmentType<typeof memberTableFragment> }) {
  const { id, members } = readFragment(memberTableFragment, props.group);
  const [removal, setRemoval] = useState<Removal>();
  const [removing, { open, close }] = useDisclosure();
  const remove = (member: Removal) => {
    setRemoval(member);
    open();
  };
  return (
    <>
      <MemberColumns count={members.length}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} onRemove={remove} />
        ))}
        {members.length === 0 && (
          <tr className={classes.none}>
            <td colSpan={5}>
              <Text size="sm" c="dimmed" ta="center" py="md">
                No members. The group reads on from what it has committed as soon as a consumer joins.
              </Text>
            </td>
          </tr>
        )}
      </MemberColumns>
      {removal && <RemoveMember group={id} member={removal} opened={removing} onClose={close} />}
    </>
  );
}

function MemberColumns({ count, children }: { count?: number; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-labelledby="members">
      <Title order={2} id="members">
        Members{' '}
        {count !== undefined && (
          <Text span c="dimmed" inherit fw={400}>
            {formatCount(count)}
          </Text>
        )}
      </Title>
      <Panel>
        <table className={classes.table}>
          <thead>
            <tr>
              <th className={classes.member}>Member</th>
              <th>Partitions</th>
              <th className={classes.node}>Node</th>
              <th className={classes.joined}>Joined</th>
              <th className={classes.action}>
                <span className={classes.hidden}>Action</span>
              </th>
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </Panel>
    </Stack>
  );
}

interface MemberRowProps {
  readonly member: FragmentType<typeof memberRowFragment>;
  onRemove(removal: Removal): void;
}

function MemberRow(props: MemberRowProps) {
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
              all of <code>{member.topicPattern}</code>
            </>
          ) : (
            `of ${(member.topics ?? []).join(', ')}`
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

export function MemberTableSkeleton() {
  return (
    <MemberColumns>
      {[0, 1, 2].map((row) => (
        <tr key={row} className={classes.row} aria-hidden>
          {['46%', '60%', '70%', '60%'].map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a skeleton are never reordered
            <td key={column}>
              <Skeleton height={13} my={11} width={width} />
            </td>
          ))}
          <td />
        </tr>
      ))}
    </MemberColumns>
  );
}
